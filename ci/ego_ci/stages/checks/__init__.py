"""The checks that `ego check` runs together, each also a command of its own."""

from __future__ import annotations

from collections.abc import Callable

from ego_ci.stages.checks import breaking, errors, formatting, lint
from ego_ci.stages.checks.sight import Outcome, Sight

CHECKS: dict[str, Callable[[Sight], Outcome]] = {
    "format": formatting.run,
    "lint": lint.run,
    "breaking": breaking.run,
    "errors": errors.run,
}
"""By the names in ego_ci.stages.check.PARTS."""
