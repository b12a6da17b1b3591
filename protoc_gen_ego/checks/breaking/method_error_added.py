"""METHOD_ERROR_ADDED: a method that callers handled completely returns something new."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem, Reference
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import Method


def _check(context: Context) -> Iterator[Problem]:
    comparison = context.comparison
    if comparison is None:
        return
    before = comparison.before
    known: dict[str, Method] = {
        method.full_name: method
        for file in before.schema.files
        for service in file.services
        for method in service.methods
    }
    declared = {(ref.method.full_name, _name(ref)) for ref in before.catalog.references}
    for ref in comparison.now.catalog.references:
        method = ref.method
        old = known.get(method.full_name)
        name = _name(ref)
        if old is None or not method.file.generate or (method.full_name, name) in declared:
            continue
        was = comparison.renamed.get(name)
        if was is None or (method.full_name, was.full_name) not in declared:
            text = f"{method.full_name} may return {name} now"
            remedy = "tell callers, who could not expect it"
            yield changed(METHOD_ERROR_ADDED.id, method, old, text, remedy, position=ref.position)


def _name(reference: Reference) -> str:
    return reference.code.full_name if reference.code else reference.text


METHOD_ERROR_ADDED = Rule(
    "METHOD_ERROR_ADDED",
    "A released method returns the errors that it declared.",
    Severity.WARNING,
    _check,
    Category.EGO_BREAKING,
)
