"""REASON_DUPLICATE: two errors that a caller could not tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import ErrorCode, Problem
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    first: dict[tuple[str, str], ErrorCode] = {}
    for code in context.catalog.codes:
        # A full name as the reason decides alone: Ego peers clear the domain.
        identity = (code.domain if context.identity == "aip" else "", code.reason)
        other = first.setdefault(identity, code)
        if other is not code:
            where = f" of domain {code.domain!r}" if context.identity == "aip" else ""
            yield Problem(
                DUPLICATE_REASON.id,
                code.position,
                f"reason {code.reason}{where} is declared twice",
                "rename one of the two, or give one another @domain"
                if where
                else "rename one of the two",
                ((other.position, f"first declared as {other.full_name}"),),
            )


DUPLICATE_REASON = Rule(
    "REASON_DUPLICATE",
    "A reason identifies one error in the whole request.",
    Severity.ERROR,
    _check,
)
