"""STATUS_CHANGED: callers that look at the status, proxies and retries among them, act differently now."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.breaking.changed import changed
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    for old, new in context.comparison.pairs if context.comparison else ():
        if old.status != new.status:
            text = f"the status of {new.full_name} changed from {old.status} to {new.status}"
            remedy = f"give it {old.status} again, or add a new error"
            yield changed(STATUS_CHANGED.id, new.value, old.value, text, remedy)


STATUS_CHANGED = Rule(
    "STATUS_CHANGED",
    "A released error code keeps its status.",
    Severity.ERROR,
    _check,
    Category.EGO_BREAKING,
)
