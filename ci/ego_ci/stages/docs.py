"""docs: the documentation of the protos as a static site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ego_ci.stages.stage import Context, Findings, Result, Stage

if TYPE_CHECKING:
    from ego_ci.site.changes import Step
    from ego_ci.site.pages import Facts
    from ego_ci.site.show import Calls
    from ego_ci.site.sources import Sources
    from ego_ci.stages.base import Base
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
    from ego_ci.site.folder import Folder
    from ego_ci.stages import docs_versions as versions

    target, work = folder(context), context.work
    earlier = versions.published(context)
    known = [
        (base, versions.kept(context, base, _past(context, base, earlier))) for base in earlier
    ]
    known = [(base, there) for base, there in known if (there / "index.html").is_file()]
    bases = [base for base, _ in known]
    steps = [versions.step(context, *pair) for pair in zip(bases, [*bases[1:], None], strict=False)]
    marks = steps[-1].marks if steps and steps[-1] else {}
    named = f"{context.project.version} (current)"
    listed: list[tuple[str, str, Path | None]] = [(named, "", None)]
    listed += [(base.name, _place(base), there) for base, there in reversed(known)]
    places = [(name, f"{where}/index.html" if where else "index.html") for name, where, _ in listed]
    told = _Told(
        f"{_key(context)} {listed}",
        marks,
        places if known else [],
        [step for step in reversed(steps) if step],
    )
    if not _updated(context, image, target, told):
        with work.fresh("docs") as fresh:
            into = fresh / "docs"
            into.mkdir()
            _made(context, image, into, told)
            if known:
                versions.place(into, listed)
            work.replace(into, target)
    return Folder(target, in_place=True).files()


def _place(base: Base) -> str:
    """The folder of a release in the site."""
    return f"versions/{base.name.replace('/', '-')}"


def _past(context: Context, base: Base, earlier: list[Base]) -> Callable[[Path], None]:
    """Makes the site of a release; nothing where its protos are not to be had."""
    from ego_ci.stages import docs_versions as versions

    def made(into: Path) -> None:
        image = versions.image(context, base)
        if image is None:
            return
        before = earlier[earlier.index(base) - 1] if earlier.index(base) else None
        step = versions.step(context, before, base) if before else None
        image = versions.image(context, base) if step else image  # a comparison may have moved it
        if image is not None:
            _made(context, image, into, _Told("", step.marks if step else {}, [], []), base)

    return made


class _Told(NamedTuple):
    """What a site tells beside its protos."""

    key: str  # what all pages depend on
    marks: Mapping[str, tuple[str, ...]]
    versions: list[tuple[str, str]]  # name, page
    steps: list[Step]


def _updated(context: Context, image: Image, target: Path, told: _Told) -> bool:
    """Brings the site of the tree up to date; False where it has to be made as a whole."""
    from ego_ci.site.update import update

    if not target.is_dir():
        return False
    made = update(
        _sources(image),
        lambda part: _with(facts(context, image, part), told),
        key=told.key,
        site=target,
        kept=context.work.state / "docs",
        identity=context.project.errors.identity,
        versions=told.versions,
        steps=told.steps,
        said=context.console.detail,
    )
    return made is not None


def _with(found: Facts, told: _Told) -> Facts:
    return replace(found, marks=told.marks, has_versions=bool(told.versions))


def _sources(image: Image) -> Sources:
    from ego_ci.site.sources import Sources

    return Sources.of_image(image.path.read_bytes(), image.targets)


def _made(
    context: Context, image: Image, into: Path, told: _Told, base: Base | None = None
) -> None:
    """One site as a whole: of the tree, or of a release."""
    from ego_ci.site.build import build

    work, sources = context.work, _sources(image)
    made = sources.library(context.project.errors.identity)
    with work.fresh("kept") as aside:
        build(
            made,
            _with(facts(context, image, made, base), told),
            key=told.key,
            into=into,
            kept=aside if base else work.state / "docs",
            sources=None if base else sources,
            versions=told.versions,
            steps=told.steps,
        )


def facts(context: Context, image: Image, made: Library, base: Base | None = None) -> Facts:
    """What all pages say: of the tree, or of a release."""
    from ego_ci.site import source
    from ego_ci.site.pages import Facts
    from ego_ci.stages import docs_versions as versions

    released = versions.as_released(context, base, image) if base else context
    project = context.project
    repository = project.repository
    pattern = source.pattern(repository, project.settings.docs.source)
    commit = base.commit if base else context.inputs.commit
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
        version=base.name if base else project.version,
        description=released.project.description,
        has_errors=made.errors.any,
        source=url if pattern else None,
        shown=shown,
        calls=_calls(released, image, made),
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
    return calls(Clients(made, tasks).snippets)


def _key(context: Context) -> str:
    inputs, project = context.inputs, context.project
    # Links to the sources lead to the commit; without them a new commit changes nothing that its files do not.
    commit = inputs.commit if project.repository or project.settings.docs.source else ""
    return f"{inputs.code} {commit} {inputs.file(project.file)} {project.version}"


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
