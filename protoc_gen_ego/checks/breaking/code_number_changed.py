"""CODE_NUMBER_CHANGED: an error code that old binaries know by another number."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for old, new in context.comparison.pairs if context.comparison else ():
        was, now = old.value.number, new.value.number
        if was != now:
            text = f"the number of {new.full_name} changed from {was} to {now}"
            yield changed(
                CODE_NUMBER_CHANGED.id, new.value, old.value, text, f"give it number {was} again"
            )


CODE_NUMBER_CHANGED = Rule(
    "CODE_NUMBER_CHANGED",
    "A released error code keeps its number.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
