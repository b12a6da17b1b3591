"""The stage `package`: what was generated becomes packages that package managers install."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ego_ci.stages.plan import OPTIONS, chosen, is_part, plan
from ego_ci.stages.stage import Context, Result, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from ego_ci.packages.artifact import Artifact


def run(context: Context) -> Result:
    """Builds the packages of every language, and the error runtime beside them."""
    from ego_ci.packages.shelf import Shelf
    from ego_ci.stages import image as images
    from ego_ci.stages.bench import Bench
    from ego_ci.stages.pool import each

    work = context.work
    if context.dry_run:
        return Result("planned", reason=_intention(context))
    planned = plan(context, images.ensure(context))
    with (
        context.console.progress("building packages"),
        work.fresh("out") as out,
        work.fresh("aside") as aside,
    ):
        bench = Bench(context, planned, Shelf(work.packages, out, context.prints.sha256), aside)
        each(context, lambda build: build(), bench.builds())
        artifacts = bench.shelf.settle(part=is_part(context))
    reused = sorted(bench.shelf.reused)
    for name in reused:
        context.console.detail(f"# {name}: made of the same things as last time, kept")
    return Result(
        "ok",
        outputs=tuple(_files(artifacts)),
        diagnostics=planned.warnings,
        notes=(f"packages: {work.packages}",),
        data={"packages": [_facts(artifact) for artifact in artifacts], "reused": reused},
    )


def _intention(context: Context) -> str:
    """What a dry run says: names of ego.yaml, because those of the packages need the protos."""
    project = context.project
    languages = chosen(context.option("language"), project.languages, "language")
    known = [package.name for package in project.packages]
    names = chosen(context.option("package"), known, "package") if known else (project.name,)
    return f"would build {', '.join(names)} {project.version} for {', '.join(languages)}"


def _files(artifacts: tuple[Artifact, ...]) -> list[Path]:
    from ego_ci.packages import manifest

    return [
        path
        for artifact in artifacts
        for path in (artifact.path, *artifact.beside, manifest.path_of(artifact))
    ]


def _facts(artifact: Artifact) -> dict[str, object]:
    return {
        "language": artifact.language,
        "name": artifact.name,
        "version": artifact.version,
        "file": str(artifact.path),
        "sha256": artifact.sha256,
    }


def _inputs(context: Context) -> Mapping[str, str]:
    from ego_ci.stages import generate

    project, inputs = context.project, context.inputs
    licence = project.root / project.license_file if project.license_file else None
    return {
        **generate.inputs(context),
        "code": inputs.code,
        "generated": inputs.stage("generate"),
        "settings": inputs.file(project.file),
        "licence": inputs.file(licence) if licence else "",
    }


STAGE = Stage(
    name="package",
    purpose="Build the packages that package managers install.",
    run=run,
    inputs=_inputs,
    options=OPTIONS,
    needs=("generate",),
)
