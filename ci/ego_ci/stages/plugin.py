"""Our plugin as this project runs it: its parameters, and its findings in process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ego_ci.problem import Problem
from ego_ci.stages.stage import Context
from protoc_gen_ego.diagnostics import Diagnostic

if TYPE_CHECKING:
    from ego_ci.stages.image import Image


def parameter(context: Context, *, target: str, runtime: str = "vendored") -> str:
    """The plugin's parameter string."""
    errors = context.project.errors
    parts = [f"target={target}", f"identity={errors.identity}", f"runtime={runtime}"]
    if errors.strict:
        parts.append("strict=true")
    if errors.templates:
        folder = str(context.project.root / errors.templates)
        if "," in folder:
            raise Problem(f"{folder} has a comma in it, which protoc's parameters cannot carry")
        parts.append(f"templates={folder}")
    return ",".join(parts)


def findings(context: Context, image: Image) -> Iterator[Diagnostic]:
    """What the plugin finds when it generates everything, with positions of the repository."""
    from protoc_gen_ego import pipeline

    targets = "+".join(f"errors:{language}" for language in context.project.languages)
    request = image.request(parameter(context, target=targets))
    yield from map(image.shown, pipeline.generate(request, whole=True).diagnostics)
