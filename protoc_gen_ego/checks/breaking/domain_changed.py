"""DOMAIN_CHANGED: readers that identify an error by domain and reason lose it."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    told: set[str] = set()
    for old, new in context.comparison.pairs if context.comparison else ():
        enum = new.value.parent
        if old.domain != new.domain and enum.full_name not in told:
            told.add(enum.full_name)  # all codes of an enum share its domain
            text = f"the domain of {enum.full_name} changed from {old.domain!r} to {new.domain!r}"
            remedy = f"add @domain={old.domain}" if old.domain else "remove @domain"
            yield changed(DOMAIN_CHANGED.id, enum, old.value.parent, text, remedy)


DOMAIN_CHANGED = Rule(
    "DOMAIN_CHANGED",
    "Released error codes keep their domain.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
