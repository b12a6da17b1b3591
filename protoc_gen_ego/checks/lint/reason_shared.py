"""REASON_SHARED: two errors that only a full name can tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protoc_gen_ego.catalog import ErrorCode, Problem
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity

_VERSION = re.compile(r"\.v\d+((alpha|beta)\d*|p\d+.*)?$")


def _check(context: Context) -> Iterator[Problem]:
    if context.identity == "aip":
        return  # REASON_DUPLICATE, which always holds then
    first: dict[tuple[str, str], ErrorCode] = {}
    for code in context.catalog.codes:
        other = first.setdefault((code.domain, code.name), code)
        if other is code or _same_api(code, other) or not code.value.file.generate:
            continue
        text = f"{code.full_name} and another error of domain {code.domain!r} have the same name"
        remedy = "rename one of the two, or give one another @domain"
        related = ((other.position, f"{other.full_name} is"),)
        yield Problem(REASON_SHARED.id, code.position, text, remedy, related, code.value)


def _same_api(code: ErrorCode, other: ErrorCode) -> bool:
    """Two versions of one API may well share their errors."""
    return _api(code) == _api(other)


def _api(code: ErrorCode) -> str:
    return _VERSION.sub("", code.value.file.package)


REASON_SHARED = Rule(
    "REASON_SHARED",
    "A name is one error of its domain, in the whole repository.",
    Severity.WARNING,
    _check,
    Category.EGO,
    whole=True,
)
