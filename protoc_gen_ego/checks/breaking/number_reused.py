"""NUMBER_REUSED: a number or a name that once meant another error."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.breaking.code_not_reserved import number_reserved
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import Enum, EnumValue, Node


def _check(context: Context) -> Iterator[Problem]:
    comparison = context.comparison
    if comparison is None:
        return
    for before, now in comparison.enums:
        names = {value.name for value in before.values}
        kept = {(value.name, value.number) for value in now.values}
        for value in now.values:
            if value.name in names or value.full_name in comparison.renamed:
                continue  # known, with or without its number: other rules
            was = _was(before, value, kept)
            if was is not None:
                element, what = was
                remedy = "take a number and a name that were never used"
                text = f"{value.full_name} {what}"
                yield changed(NUMBER_REUSED.id, value, element, text, remedy)


def _was(before: Enum, value: EnumValue, kept: set[tuple[str, int]]) -> tuple[Node, str] | None:
    """(where, what) the number or the name of a new value was in the base; None when it is fresh."""
    of_number = [old for old in before.values if old.number == value.number]
    if of_number and not any((old.name, old.number) in kept for old in of_number):
        return of_number[0], f"has number {value.number}, which was {of_number[0].name}"
    if not of_number and number_reserved(before, value.number):
        return before, f"has number {value.number}, which was reserved"
    if value.name in before.descriptor.reserved_name:
        return before, "has a name that was reserved"
    return None


NUMBER_REUSED = Rule(
    "NUMBER_REUSED",
    "A number that was released never means something else.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
