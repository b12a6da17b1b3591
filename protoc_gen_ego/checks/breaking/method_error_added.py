"""METHOD_ERROR_ADDED: a method that callers handled completely returns something new."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.breaking.declared import name_of
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import Method


def _check(context: Context) -> Iterator[Problem]:
    comparison = context.comparison
    if comparison is None:
        return
    known: dict[str, Method] = {
        method.full_name: method
        for file in comparison.before.schema.files
        for service in file.services
        for method in service.methods
    }
    for ref in comparison.declared.added:
        method = ref.method
        old = known.get(method.full_name)
        if old is not None and method.file.generate:
            text = f"{method.full_name} may return {name_of(ref)} now"
            remedy = "tell callers, who could not expect it"
            yield changed(METHOD_ERROR_ADDED.id, method, old, text, remedy, position=ref.position)


METHOD_ERROR_ADDED = Rule(
    "METHOD_ERROR_ADDED",
    "A released method returns the errors that it declared.",
    Severity.WARNING,
    _check,
    Category.EGO_BREAKING,
)
