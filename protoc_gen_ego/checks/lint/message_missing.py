"""MESSAGE_MISSING: an error that has nothing to say."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import codes
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for code in codes(context):
        if not code.message:
            text = f"{code.full_name} has no message"
            yield Problem(MESSAGE_MISSING.id, code.position, text, 'add @msg="…"', node=code.value)


MESSAGE_MISSING = Rule(
    "MESSAGE_MISSING", "Every error code has a message.", Severity.WARNING, _check, Category.EGO
)
