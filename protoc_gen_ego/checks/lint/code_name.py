"""CODE_NAME: a name that cannot be the reason of an ErrorInfo everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import codes
from protoc_gen_ego.diagnostics import Severity

_NAME = re.compile(r"[A-Z][A-Z0-9_]+[A-Z0-9]")  # AIP-193
_MAX = 63


def _check(context: Context) -> Iterator[Problem]:
    if context.identity == "aip":
        return  # REASON_GRAMMAR, which always holds then
    for code in codes(context):
        if not _NAME.fullmatch(code.name):
            text = f"{code.name} is not UPPER_SNAKE"
        elif len(code.name) > _MAX:
            text = f"{code.name} has {len(code.name)} characters, {_MAX} are allowed"
        else:
            continue
        remedy = "rename it while nobody uses it"
        yield Problem(CODE_NAME.id, code.position, text, remedy, node=code.value)


CODE_NAME = Rule(
    "CODE_NAME",
    "An error code's name can be a reason as AIP-193 wants it.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
