"""CODE_NOT_RESERVED: a removed value whose number or name could come back and mean something else."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    comparison = context.comparison
    for gone in comparison.gone if comparison else ():
        if comparison is None or gone.enum is None or gone.value or gone.successor:
            continue
        values = comparison.values(gone.enum)
        number, name = gone.code.value.number, gone.code.name
        lacks = []
        if number not in values.by_number and not values.reserves(number):  # else: NUMBER_REUSED
            lacks.append(str(number))
        if name not in values.reserved_names:
            lacks.append(f'"{name}"')
        if lacks:
            text = f"{gone.code.full_name} was removed, but {' and '.join(lacks)} can be used again"
            remedy = f"add {' '.join(f'`reserved {item};`' for item in lacks)} to {gone.enum.name}"
            yield changed(CODE_NOT_RESERVED.id, gone.enum, gone.code.value, text, remedy)


CODE_NOT_RESERVED = Rule(
    "CODE_NOT_RESERVED",
    "The number and the name of a removed error code are reserved.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
