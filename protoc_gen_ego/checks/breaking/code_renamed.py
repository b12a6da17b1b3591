"""CODE_RENAMED: the reason is the name, so an error with another name is another error."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for gone in context.comparison.gone if context.comparison else ():
        if gone.successor is not None:
            new = gone.successor.value
            text = f"{gone.code.full_name} was renamed to {new.name}: callers match the old reason"
            remedy = (
                "keep the old name; for a better one add a new number and mark the old deprecated"
            )
            yield changed(CODE_RENAMED.id, new, gone.code.value, text, remedy)


CODE_RENAMED = Rule(
    "CODE_RENAMED",
    "A released error code keeps its name.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
