"""PLACEHOLDER_REMOVED: a text that tells its reader less than it did."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.placeholders import placeholders, texts
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for old, new in context.comparison.pairs if context.comparison else ():
        now = dict(texts(new))
        for what, text in texts(old):
            kept = placeholders(now.get(what, ""))
            for key in placeholders(text):
                if key not in kept:
                    message = f"{what} of {new.full_name} has no {{{key}}} any more"
                    remedy = "keep the placeholder: people and log parsers look for it"
                    yield changed(PLACEHOLDER_REMOVED.id, new.value, old.value, message, remedy)


PLACEHOLDER_REMOVED = Rule(
    "PLACEHOLDER_REMOVED",
    "A message keeps its placeholders.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
