"""The stage `package`: what was generated becomes packages that package managers install."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context, Result, Stage

if TYPE_CHECKING:
    from ego_ci.packages.artifact import Artifact
    from ego_ci.packages.recipe import Recipe
    from protoc_gen_ego.diagnostics import Diagnostic

_TOOLS = ("buf-bin", "grpcio-tools", "hatchling", "mypy-protobuf", "protoc-gen-ego")


def run(context: Context) -> Result:
    """Builds one package per language, and the error runtime beside it."""
    project = context.project
    names = f"{project.python.distribution} {project.version}"
    if "python" not in project.languages:
        return Result("skipped", reason="no language with a package format is configured")
    if context.dry_run:
        return Result("planned", reason=f"would build {names}")
    with context.console.progress("building packages"):
        return _python(context)


def _python(context: Context) -> Result:
    from ego_ci.packages import checks, manifest, python, runtime
    from ego_ci.packages.delivered import RUNTIME, Deliveries
    from ego_ci.packages.image import Image
    from ego_ci.packages.shelf import Shelf
    from ego_ci.packages.sources import Sources
    from ego_ci.stages.stage import Findings
    from protoc_gen_ego.diagnostics import Severity
    from protoc_gen_ego.render import template_root

    project, work = context.project, context.work
    recipe, warnings = _recipe(context)
    generated = work.generated / "python"
    image = Image.parse(work.image.read_bytes(), generated)
    deliveries = Deliveries(project.python.dependencies)
    found = (*warnings, *recipe.findings(), *checks.findings(image, deliveries))
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise Findings(found)
    sources = Sources(image, generated, recipe.package, deliveries)
    templates = template_root() / "python" / "package"
    with work.fresh("client") as client, work.fresh("runtime") as shared, work.fresh("out") as out:
        shelf = Shelf(work.packages, out)
        shelf.put(
            recipe.distribution,
            _digest(context, "generate", repr(recipe), repr(sorted(sources.requirements))),
            lambda: python.package(recipe, sources, client, templates=templates),
        )
        shelf.put(
            RUNTIME,
            _digest(context, ""),
            lambda: runtime.package_runtime(context.process, shared),
        )
        shelf.close()
        work.replace(out, work.packages)
    for name in shelf.reused:
        context.console.detail(f"# {name}: made of the same things as last time, kept")
    artifacts = manifest.load(work.packages)
    return Result(
        "ok",
        outputs=(work.packages / manifest.NAME, *(artifact.path for artifact in artifacts)),
        diagnostics=found,
        data={"packages": [_facts(artifact) for artifact in artifacts], "reused": shelf.reused},
    )


def _digest(context: Context, stage: str, *texts: str) -> str:
    """Of what a package's bytes depend on: our code and tools, a stage's outputs, the licence, texts."""
    inputs, project = context.inputs, context.project
    parts = [inputs.code, inputs.module("hatchling"), inputs.module("grpc_tools"), *texts]
    if stage:
        parts += [inputs.stage(stage), inputs.file(project.root / project.license_file)]
    return inputs.text("\n".join(parts))


def _recipe(context: Context) -> tuple[Recipe, tuple[Diagnostic, ...]]:
    from importlib.metadata import version

    from ego_ci.packages.recipe import EPOCH, Recipe
    from ego_ci.tools.git import last_commit
    from protoc_gen_ego.diagnostics import Diagnostic, Severity

    project = context.project
    commit = last_commit(context.process, project.root, project.paths)
    warnings: tuple[Diagnostic, ...] = ()
    if commit and commit.shallow:
        warnings = (
            Diagnostic(
                None,
                Severity.WARNING,
                "PACKAGE_COMMIT_SHALLOW",
                "the history was cut off, so the commit in the package may be a later one than the last "
                "that touched the protos, and another clone builds other bytes",
                "clone with full history (in GitLab CI: GIT_DEPTH: 0)",
            ),
        )
    recipe = Recipe(
        distribution=project.python.distribution,
        package=project.python.package,
        version=project.version,
        description=project.description,
        license=project.license,
        license_file=project.root / project.license_file if project.license_file else None,
        repository=project.repository,
        requires_python=project.python.requires_python,
        commit=commit.id if commit else "",
        epoch=commit.time if commit else EPOCH,
        tools={name: version(name) for name in _TOOLS},
    )
    return recipe, warnings


def _facts(artifact: Artifact) -> dict[str, object]:
    return {
        "language": artifact.language,
        "name": artifact.name,
        "version": artifact.version,
        "file": str(artifact.path),
        "sha256": artifact.sha256,
    }


def _inputs(context: Context) -> Mapping[str, str]:
    project, inputs = context.project, context.inputs
    licence = project.root / project.license_file if project.license_file else None
    return {
        "code": inputs.code,
        "generated": inputs.stage("generate"),
        "settings": inputs.file(project.file),
        "commit": inputs.commit,
        "licence": inputs.file(licence) if licence else "",
        "hatchling": inputs.module("hatchling"),
        "grpc_tools": inputs.module("grpc_tools"),
    }


STAGE = Stage(
    name="package",
    purpose="Build the packages that package managers install.",
    run=run,
    inputs=_inputs,
    needs=("generate",),
)
