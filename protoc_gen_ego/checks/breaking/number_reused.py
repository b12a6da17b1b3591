"""NUMBER_REUSED: a number or a name that once meant another error."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.breaking.values import Values
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import EnumValue, Node


def _check(context: Context) -> Iterator[Problem]:
    comparison = context.comparison
    if comparison is None:
        return
    for before, now in comparison.enums:
        old, new = comparison.values(before), comparison.values(now)
        for value in now.values:
            if value.name in old.by_name or value.full_name in comparison.renamed:
                continue  # known, with or without its number: other rules
            was = _was(old, new, value)
            if was is not None:
                element, what = was
                remedy = "take a number and a name that were never used"
                text = f"{value.full_name} {what}"
                yield changed(NUMBER_REUSED.id, value, element, text, remedy)


def _was(before: Values, now: Values, value: EnumValue) -> tuple[Node, str] | None:
    """(where, what) the number or the name of a new value was in the base; None when it is fresh."""
    number = value.number
    holders = before.by_number.get(number, [])
    names = {other.name for other in now.by_number[number]}
    if holders and not any(holder.name in names for holder in holders):  # else: one more alias
        return holders[0], f"has number {number}, which was {holders[0].name}"
    if not holders and before.reserves(number):
        return before.enum, f"has number {number}, which was reserved"
    if value.name in before.reserved_names:
        return before.enum, "has a name that was reserved"
    return None


NUMBER_REUSED = Rule(
    "NUMBER_REUSED",
    "A number that was released never means something else.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
