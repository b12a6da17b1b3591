"""METADATA_REMOVED: a metadata key that callers read is not sent any more."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for old, new in context.comparison.pairs if context.comparison else ():
        for key in old.metadata:
            if key not in new.metadata:
                text = f"{new.full_name} has no metadata {key!r} any more"
                yield changed(METADATA_REMOVED.id, new.value, old.value, text, "keep the key")


METADATA_REMOVED = Rule(
    "METADATA_REMOVED",
    "A released error code keeps its metadata keys.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
