"""How a change is told: at the element as it is now, or, when that is gone, where it was."""

from __future__ import annotations

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import Node


def changed(
    rule: str,
    now: Node | None,
    before: Node,
    message: str,
    remedy: str,
    *,
    position: Position | None = None,
) -> Problem:
    """A finding about what was `before` and is `now`; None: not even its file is left."""
    if now is None:
        return Problem(rule, before.position, message, remedy, before=before)
    related = ((before.position, "in the base"),)
    return Problem(rule, position or now.position, message, remedy, related, now, before)
