"""CODE_NOT_RESERVED: a removed value whose number or name could come back and mean something else."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import Enum


def _check(context: Context) -> Iterator[Problem]:
    for gone in context.comparison.gone if context.comparison else ():
        if gone.enum is None or gone.value is not None or gone.successor is not None:
            continue
        number, name = gone.code.value.number, gone.code.name
        taken = any(value.number == number for value in gone.enum.values)
        lacks = []
        if not taken and not number_reserved(gone.enum, number):
            lacks.append(str(number))
        if name not in gone.enum.descriptor.reserved_name:
            lacks.append(f'"{name}"')
        if lacks:
            text = f"{gone.code.full_name} was removed, but {' and '.join(lacks)} can be used again"
            remedy = f"add {' '.join(f'`reserved {item};`' for item in lacks)} to {gone.enum.name}"
            yield changed(CODE_NOT_RESERVED.id, gone.enum, gone.code.value, text, remedy)


def number_reserved(enum: Enum, number: int) -> bool:
    """Whether a `reserved` statement holds the number; the ranges of enums include their ends."""
    return any(span.start <= number <= span.end for span in enum.descriptor.reserved_range)


CODE_NOT_RESERVED = Rule(
    "CODE_NOT_RESERVED",
    "The number and the name of a removed error code are reserved.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
