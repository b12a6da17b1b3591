"""The stage `publish`: built packages go to a registry, once each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ego_ci.project import Registry as Settings
from ego_ci.registries import choose, open_registry
from ego_ci.stages.stage import Context, Option, Result, Stage


def run(context: Context) -> Result:
    """Publishes every package that is not in the registry yet; other bytes under its version are a Problem."""
    from ego_ci.packages import manifest
    from ego_ci.registries.registry import Standing

    settings = choose(context.project.registries, context.option("registry"))
    if context.dry_run:
        return Result("planned", reason=f"would publish to {settings.name} ({settings.path})")
    registry = open_registry(settings, waiting=lambda: context.console.note(_waiting(settings)))
    artifacts = manifest.load(context.work.packages)
    with context.console.progress(f"publishing to {settings.name}"):
        receipts = [registry.publish(artifact) for artifact in artifacts]
    for receipt in receipts:
        context.console.detail(str(receipt))
    return Result(
        "ok",
        outputs=tuple(Path(receipt.location) for receipt in receipts),
        notes=tuple(
            registry.install_line(artifact) for artifact in artifacts if not artifact.shared
        ),
        data={
            "registry": settings.name,
            "published": [
                {
                    "name": receipt.artifact.name,
                    "version": receipt.artifact.version,
                    "location": receipt.location,
                    "new": receipt.standing is Standing.ABSENT,
                }
                for receipt in receipts
            ],
        },
    )


def _waiting(settings: Settings) -> str:
    return f"another publisher is writing to the registry {settings.name}; waiting for it to end"


def _inputs(context: Context) -> Mapping[str, str]:
    inputs = context.inputs
    settings = choose(context.project.registries, context.option("registry"))
    return {
        "code": inputs.code,
        "packages": inputs.stage("package"),
        "registry": inputs.text(f"{settings.name} {settings.type} {settings.path}"),
    }


STAGE = Stage(
    name="publish",
    purpose="Publish the packages to a registry; a version is published once.",
    run=run,
    inputs=_inputs,
    options=(Option("registry", "The registry of ego.yaml to publish to.", metavar="NAME"),),
    needs=("package",),
)
