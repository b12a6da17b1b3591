"""SERVICE_ERRORS_UNMENTIONED: a service that keeps quiet about errors altogether."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.lint.mention import mentions_errors
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import prose, services
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import Service


def _check(context: Context) -> Iterator[Problem]:
    if not context.has_codes:
        return
    declaring = {reference.method.full_name for reference in context.catalog.references}
    for service in services(context):
        if service.methods and not _speaks(service, declaring):
            text = f"neither the comment of {service.full_name} nor its methods say anything about errors"
            remedy = "say in the comment which errors any method may return, or add @errors to the methods"
            yield Problem(
                SERVICE_ERRORS_UNMENTIONED.id, service.position, text, remedy, node=service
            )


def _speaks(service: Service, declaring: set[str]) -> bool:
    return (
        any(method.full_name in declaring for method in service.methods)
        or mentions_errors(prose(service))
        or any(mentions_errors(prose(method)) for method in service.methods)
    )


SERVICE_ERRORS_UNMENTIONED = Rule(
    "SERVICE_ERRORS_UNMENTIONED",
    "A service says something about its errors.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
