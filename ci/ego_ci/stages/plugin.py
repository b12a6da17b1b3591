"""Our plugin in process: what it finds, with positions of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ego_ci.packages.job import parameter
from ego_ci.stages.stage import Context
from protoc_gen_ego.diagnostics import Diagnostic

if TYPE_CHECKING:
    from ego_ci.stages.image import Image


def findings(context: Context, image: Image) -> Iterator[Diagnostic]:
    """What the plugin finds when it generates everything, with positions of the repository."""
    from protoc_gen_ego import pipeline

    targets = "+".join(f"errors:{language}" for language in context.project.languages)
    request = image.request(parameter(context.project, target=targets))
    yield from map(image.shown, pipeline.generate(request, whole=True).diagnostics)
