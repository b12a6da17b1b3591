"""The generators that stand beside ours: those that `ego` pins in its own toolchain."""

from __future__ import annotations

from functools import cache

from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain


@cache
def toolchain() -> Toolchain:
    """Installed on first use, outside the tree."""
    return Toolchain(Runner(), note=print)
