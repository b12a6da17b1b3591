"""lint: buf's lint rules, by buf.yaml plus `lint.add`."""

from __future__ import annotations

from collections.abc import Iterator

from ego_ci.stages.checks.sight import Outcome, Sight
from ego_ci.stages.image import diagnostics
from ego_ci.tools.buf import Buf
from protoc_gen_ego.diagnostics import Diagnostic, Severity


def run(sight: Sight) -> Outcome:
    """The findings of each module by that module's configuration."""
    return Outcome(tuple(_found(sight)))


def _found(sight: Sight) -> Iterator[Diagnostic]:
    image, project = sight.image, sight.context.project
    buf = Buf(sight.context.process, project.root)
    busy = {image.workspace.module_of(name) for name in image.targets}
    for config in image.workspace.configs("lint", default="STANDARD", add=project.lint.add):
        if not busy.intersection(config.modules):
            continue  # e.g. a module of vendored protos that ego.yaml leaves out
        for item in buf.lint(image.path, config=config.document):
            shown = image.workspace.shown(item.path)
            mine = image.workspace.module_of(item.path) in config.modules
            if mine and sight.judged(shown) and not config.ignores(shown, item.rule):
                yield from map(image.shown, diagnostics((item,), severity=Severity.ERROR))
