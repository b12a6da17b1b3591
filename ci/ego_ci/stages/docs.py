"""docs: the documentation of the protos as a static site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context, Findings, Result, Stage

if TYPE_CHECKING:
    from ego_ci.site.pages import Facts
    from ego_ci.site.show import Calls
    from ego_ci.stages.image import Image
    from protoc_gen_ego.docs.library import Library


def run(context: Context) -> Result:
    """Builds the site from the one image."""
    target = folder(context)
    if context.dry_run:
        return Result("planned", reason=f"write {target}")
    from ego_ci.stages import image as images

    image = images.ensure(context)
    with context.console.progress("writing the documentation"):
        files = site(context, image)
    return Result("ok", outputs=tuple(files), notes=(f"docs: {target / 'index.html'}",))


def folder(context: Context) -> Path:
    """Where the site is."""
    return context.work.root / "docs"


def library(context: Context, image: Image) -> Library:
    """The documentation model of an image."""
    from protoc_gen_ego import catalog, schema
    from protoc_gen_ego.docs import Library

    model = schema.load(image.request(""))
    return Library(model, catalog.build(model, identity=context.project.errors.identity))


def site(context: Context, image: Image) -> list[Path]:
    """Builds the site, and puts it in the place of the one that was there; its files."""
    from ego_ci.site.build import build

    target, work = folder(context), context.work
    made = library(context, image)
    with work.fresh("docs") as fresh, work.fresh("heaps") as heaps:
        into = fresh / "docs"
        into.mkdir()
        found = build(
            made,
            facts(context, image, made),
            key=_key(context),
            into=into,
            old=target if target.is_dir() else None,
            kept=work.state / "docs",
            heaps=heaps,
        )
        names = [path.relative_to(into) for path in found]
        work.replace(into, target)
    return [target / name for name in names]


def facts(context: Context, image: Image, made: Library) -> Facts:
    """What all pages say."""
    from ego_ci.site import source
    from ego_ci.site.pages import Facts

    project = context.project
    repository = project.repository
    pattern = source.pattern(repository)
    commit = context.inputs.commit
    shown = image.workspace.shown
    targets = frozenset(image.targets)

    def url(path: str, line: int) -> str:
        if path not in targets:
            return ""
        return source.link(
            pattern, repository=repository, commit=commit, path=shown(path), line=line
        )

    return Facts(
        title=f"{project.name} API",
        name=project.name,
        version=project.version,
        description=project.description,
        has_errors=made.errors.any,
        source=url,
        shown=shown,
        calls=_calls(context, image, made),
    )


def _calls(context: Context, image: Image, made: Library) -> Calls:
    """How methods are called; only by grpcurl where the packages cannot be planned."""
    from ego_ci.site.calls import calls
    from ego_ci.site.clients import Clients
    from ego_ci.stages.plan import plan

    if not any(file.services for file in made.schema.to_generate):
        return calls()
    try:
        planned = plan(context, image)
    except Findings as found:
        context.console.note(
            f"docs: without code for clients, as the packages have {len(found.diagnostics)} findings (ego package)"
        )
        return calls()
    tasks = [(task.format, task.job) for task in planned.tasks]
    return calls(Clients(made.schema, made.errors.catalog, tasks).snippets)


def _key(context: Context) -> str:
    inputs, project = context.inputs, context.project
    return f"{inputs.code} {inputs.commit} {inputs.file(project.file)} {project.version}"


def inputs(context: Context) -> Mapping[str, str]:
    """The sources, the tool that builds the image, and the commit that links lead to."""
    return {
        "sources": context.inputs.sources,
        "buf": context.inputs.program(context.process.search("buf")),
        "commit": context.inputs.commit,
        "refs": context.inputs.refs,
    }


STAGE = Stage(
    name="docs",
    purpose="Build the documentation as a static site.",
    run=run,
    inputs=inputs,
)
