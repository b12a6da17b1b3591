"""CODE_REMOVED: an error that callers may still handle, and old servers still send."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    comparison = context.comparison
    if comparison is None:
        return
    for gone in comparison.gone:
        if gone.successor is None:
            how = "is no error code any more" if gone.value else "was removed"
            text = f"{gone.code.full_name} {how}"
            remedy = "keep it and mark it deprecated: callers' code names it"
            place = gone.place(comparison)
            yield changed(CODE_REMOVED.id, place, gone.code.value, text, remedy)


CODE_REMOVED = Rule(
    "CODE_REMOVED",
    "A released error code stays.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
