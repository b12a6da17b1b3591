"""METADATA_UNDECLARED: a text with a `{key}` that no metadata fills."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.placeholders import placeholders, texts
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import codes
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for code in codes(context):
        used: dict[str, str] = {}
        for what, text in texts(code):
            for key in placeholders(text):
                used.setdefault(key, what)
        for key, what in used.items():
            if key not in code.metadata:
                text = f"{what} of {code.full_name} uses {{{key}}}, which is not among its metadata"
                yield Problem(
                    METADATA_UNDECLARED.id,
                    code.position,
                    text,
                    f"add @metadata={key}",
                    node=code.value,
                )


METADATA_UNDECLARED = Rule(
    "METADATA_UNDECLARED",
    "The metadata keys that a message uses are declared.",
    Severity.ERROR,
    _check,
    Category.EGO,
)
