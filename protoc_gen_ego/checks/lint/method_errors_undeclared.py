"""METHOD_ERRORS_UNDECLARED: a method whose callers cannot know what to expect."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.lint.mention import mentions_errors
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import prose, services
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    if not context.has_codes:
        return
    declaring = {reference.method.full_name for reference in context.catalog.references}
    for service in services(context):
        for method in service.methods:
            if method.full_name in declaring:
                continue
            if mentions_errors(prose(method)):
                text = f"the comment of {method.full_name} speaks of errors, but declares none"
            else:
                text = f"{method.full_name} says nothing about errors"
            remedy = "add @errors=CODE,…"
            yield Problem(METHOD_ERRORS_UNDECLARED.id, method.position, text, remedy, node=method)


METHOD_ERRORS_UNDECLARED = Rule(
    "METHOD_ERRORS_UNDECLARED",
    "A method declares its errors.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
