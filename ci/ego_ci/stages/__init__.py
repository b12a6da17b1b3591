"""The stages of the pipeline, in their order. The commands of `ego` follow from this tuple."""

from __future__ import annotations

from ego_ci.stages import catalog, check, docs, generate, package, publish
from ego_ci.stages.check import PARTS
from ego_ci.stages.stage import Stage

STAGES: tuple[Stage, ...] = (
    check.STAGE,
    catalog.STAGE,
    generate.STAGE,
    package.STAGE,
    docs.STAGE,
    publish.STAGE,
)

__all__ = ["PARTS", "STAGES", "Stage"]
