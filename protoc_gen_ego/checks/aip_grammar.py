"""REASON_GRAMMAR, METADATA_KEY_GRAMMAR, DOMAIN_MISSING: what AIP-193 asks of an ErrorInfo, under `identity=aip`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from protoc_gen_ego.catalog import ErrorCode, Problem
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.diagnostics import Severity

_REASON = re.compile(r"[A-Z][A-Z0-9_]+[A-Z0-9]")
_KEY = re.compile(r"[a-z][a-zA-Z0-9-_]+")
_MAX_REASON, _MAX_KEY = 63, 64


def _each(look: Callable[[ErrorCode], Iterator[Problem]]) -> Callable[[Context], Iterator[Problem]]:
    def check(context: Context) -> Iterator[Problem]:
        if context.identity == "aip":
            for code in context.catalog.codes:
                yield from look(code)

    return check


def _reason(code: ErrorCode) -> Iterator[Problem]:
    if not _REASON.fullmatch(code.reason) or len(code.reason) > _MAX_REASON:
        text = f"reason {code.reason} does not match {_REASON.pattern} (at most {_MAX_REASON} characters)"
        yield Problem(
            REASON_GRAMMAR.id, code.position, text, "rename the value, or use identity=ego"
        )


def _keys(code: ErrorCode) -> Iterator[Problem]:
    for key in code.metadata:
        if not _KEY.fullmatch(key) or len(key) > _MAX_KEY:
            text = f"metadata key {key!r} of {code.full_name} does not match {_KEY.pattern} (at most {_MAX_KEY})"
            yield Problem(
                METADATA_KEY_GRAMMAR.id, code.position, text, "rename the key, or use identity=ego"
            )


def _domain(code: ErrorCode) -> Iterator[Problem]:
    if not code.domain:
        text = f"{code.full_name} has no domain"
        yield Problem(
            DOMAIN_MISSING.id,
            code.position,
            text,
            "add @domain=<service name> to the file or the enum",
        )


REASON_GRAMMAR = Rule(
    "REASON_GRAMMAR", "A reason is UPPER_SNAKE (AIP-193).", Severity.ERROR, _each(_reason)
)
METADATA_KEY_GRAMMAR = Rule(
    "METADATA_KEY_GRAMMAR",
    "A metadata key is lower camel or snake case (AIP-193).",
    Severity.ERROR,
    _each(_keys),
)
DOMAIN_MISSING = Rule(
    "DOMAIN_MISSING", "An error has a domain (AIP-193).", Severity.ERROR, _each(_domain)
)
