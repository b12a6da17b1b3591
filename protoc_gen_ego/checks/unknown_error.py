"""ERRORS_UNKNOWN and ERRORS_UNRESOLVED: a method declares an error that nothing declares."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.suggest import suggest


def _unknown(context: Context) -> Iterator[Problem]:
    for reference in context.catalog.references:
        if reference.code is None and (reference.package_known or context.whole):
            package = reference.method.file.package
            names = {
                code.name if code.value.file.package == package else code.full_name
                for code in context.catalog.codes
            }
            text = f"{reference.method.full_name} declares {reference.text!r}, which is not an error code"
            remedy = (
                suggest(reference.text, names)
                if names
                else "declare it on an enum value with @code"
            )
            yield Problem(UNKNOWN_ERROR.id, reference.position, text, remedy)


def _unresolved(context: Context) -> Iterator[Problem]:
    for reference in context.catalog.references:
        if reference.code is None and not (reference.package_known or context.whole):
            text = f"{reference.method.full_name} declares {reference.text!r} of a package that this run is not for"
            remedy = "generate for all files at once (buf: `strategy: all`)"
            yield Problem(UNRESOLVED_ERROR.id, reference.position, text, remedy)


UNKNOWN_ERROR = Rule("ERRORS_UNKNOWN", "A declared error exists.", Severity.ERROR, _unknown)
UNRESOLVED_ERROR = Rule(
    "ERRORS_UNRESOLVED",
    "A declared error can be looked up in this run.",
    Severity.WARNING,
    _unresolved,
)
