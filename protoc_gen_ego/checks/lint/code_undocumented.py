"""CODE_UNDOCUMENTED: an error of which nobody says when it happens."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import codes
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for code in codes(context):
        if not code.comment:
            text = f"{code.full_name} has no comment beside its tags"
            remedy = "say when it happens, and what a caller can do"
            yield Problem(CODE_UNDOCUMENTED.id, code.position, text, remedy, node=code.value)


CODE_UNDOCUMENTED = Rule(
    "CODE_UNDOCUMENTED",
    "Every error code is documented.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
