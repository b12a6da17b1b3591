"""check: format, lint, breaking changes and the rules of error codes, all on one image."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ego_ci.problem import Problem
from ego_ci.stages.stage import Context, Option, Result, Stage
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity, in_order

if TYPE_CHECKING:
    from ego_ci.stages.image import Image
    from ego_ci.tools.buf import Finding

_VARIABLES = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_COMMIT_BEFORE_SHA",
)
_FILE_RULES = {"FORMAT": "`buf format --write` or `ego check --fix` formats it"}


def run(context: Context) -> Result:
    """Builds the image and runs every check on it, the external ones side by side."""
    if context.dry_run:
        return Result(
            "planned", reason=f"format, lint, breaking against {_against(context)}, errors"
        )
    from concurrent.futures import ThreadPoolExecutor

    from ego_ci.stages import image as images

    if context.flag("fix"):
        _format(context, fix=True)
    image = images.ensure(context)
    checks: tuple[Callable[[], tuple[Iterable[Diagnostic], str]], ...] = (
        lambda: (_format(context, fix=False), ""),
        lambda: (lint(context, image), ""),
        lambda: breaking(context, image),
    )
    with context.console.progress("checking"), ThreadPoolExecutor(len(checks)) as pool:
        try:
            running = [pool.submit(check) for check in checks]
            found = list(errors(context, image))
            answers = [future.result() for future in running]
        except BaseException:
            context.process.stop()
            raise
    for diagnostics, _ in answers:
        found += diagnostics
    breaks = sorted({item.rule for item in answers[-1][0]})
    notes = tuple(note for _, note in answers if note)
    ordered = tuple(in_order(_counted(context, found)))
    failing = any(item.severity is Severity.ERROR for item in ordered)
    return Result(
        "findings" if failing else "ok",
        diagnostics=ordered,
        notes=notes,
        data={"checked": len(image.targets), "breaking": breaks},
    )


def inputs(context: Context) -> Mapping[str, str]:
    """The sources; what git compares them with; the tools."""
    return {
        "sources": context.inputs.sources,
        "refs": context.inputs.refs,
        "environment": context.inputs.environment(*_VARIABLES),
        "buf": context.inputs.program(context.process.search("buf")),
        "git": context.inputs.program(context.process.search("git")),
        "templates": context.inputs.tree(context.project.root / context.project.errors.templates)
        if context.project.errors.templates
        else "",
    }


def lint(context: Context, image: Image) -> Iterator[Diagnostic]:
    """buf's lint rules, by buf.yaml plus `lint.add`."""
    from ego_ci.stages.image import diagnostics
    from ego_ci.tools.buf import Buf

    buf = Buf(context.process, context.project.root)
    busy = {image.workspace.module_of(name) for name in image.targets}
    for config in image.workspace.configs("lint", default="STANDARD", add=context.project.lint.add):
        if not busy.intersection(config.modules):
            continue  # e.g. a module of vendored protos that ego.yaml leaves out
        found = buf.lint(image.path, config=config.document)
        for item in found:
            shown = image.workspace.shown(item.path)
            mine = image.workspace.module_of(item.path) in config.modules
            if mine and not config.ignores(shown, item.rule):
                yield from map(image.shown, diagnostics((item,), severity=Severity.ERROR))


def breaking(context: Context, image: Image) -> tuple[list[Diagnostic], str]:
    """buf's breaking rules against the base, and what the base was."""
    from ego_ci.stages import base as bases
    from ego_ci.stages.image import Image
    from ego_ci.tools.buf import Buf
    from ego_ci.tools.git import Git

    git = Git(context.process, context.project.root)
    base = bases.find(git, against=_against(context), target=context.project.breaking.target)
    if not base.commit:
        return [], f"breaking: not compared ({base.reason})"
    against = bases.build(context, base)
    if against is None:
        return [], f"breaking: not compared ({base.name} has no proto files)"
    if isinstance(against, Diagnostic):
        return [against], ""
    assert isinstance(against, Image)
    buf = Buf(context.process, context.project.root)
    found = []
    for config in image.workspace.configs("breaking", default="FILE"):
        for item in buf.breaking(image.path, against=against.path, config=config.document):
            diagnostic, module = _broken(item, image, against)
            path = diagnostic.position.path if diagnostic.position else ""
            known = module if module in image.workspace.modules else image.workspace.modules[0]
            if known in config.modules and not config.ignores(path, item.rule):
                found.append(diagnostic)
    return found, f"breaking: compared with {base.name}"


def errors(context: Context, image: Image) -> Iterator[Diagnostic]:
    """The rules of error codes, over the whole repository at once."""
    from protoc_gen_ego import pipeline

    targets = "+".join(f"errors:{language}" for language in context.project.languages)
    request = image.request(parameter(context, target=targets))
    yield from map(image.shown, pipeline.generate(request, whole=True).diagnostics)


def parameter(context: Context, *, target: str, runtime: str = "vendored") -> str:
    """The plugin's parameter string for this project."""
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


def _against(context: Context) -> str:
    return context.option("against") or context.project.breaking.against


def _format(context: Context, *, fix: bool) -> tuple[Diagnostic, ...]:
    from ego_ci.stages.image import diagnostics
    from ego_ci.stages.workspace import Workspace
    from ego_ci.tools.buf import Buf

    root = context.project.root
    workspace = Workspace.of(context.process, root)
    found = Buf(context.process, root).format(
        fix=fix,
        paths=workspace.limits(context.project.paths),
        exclude=workspace.limits(context.project.exclude),
    )
    return tuple(
        item._replace(remedy=_FILE_RULES["FORMAT"])
        for item in diagnostics(found, severity=Severity.ERROR)
    )


def _broken(item: Finding, image: Image, against: Image) -> tuple[Diagnostic, str | None]:
    """A breaking change at its place in the tree, or, if the file is gone, at the base's place."""
    from ego_ci.stages.image import diagnostics

    (diagnostic,) = diagnostics((item,), severity=Severity.ERROR)
    name = item.path or _quoted(item.message)
    workspace = image.workspace if image.workspace.module_of(name) else against.workspace
    if not name:
        return diagnostic, None
    place = Position(workspace.shown(name), item.line, item.column)
    return diagnostic._replace(position=place), workspace.module_of(name)


def _quoted(message: str) -> str:
    """The file name in 'Previously present file "a.proto" was deleted.'"""
    parts = message.split('"')
    return parts[1] if len(parts) > 2 and parts[1].endswith(".proto") else ""


def _counted(context: Context, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Under `errors.strict` a warning weighs as much as an error."""
    for item in found:
        strict = context.project.errors.strict and item.severity is Severity.WARNING
        yield item._replace(severity=Severity.ERROR) if strict else item


STAGE = Stage(
    name="check",
    purpose="Check the protos: format, lint, breaking changes, error codes.",
    run=run,
    inputs=inputs,
    options=(
        Option("against", "Compare with this: merge-base, release, none or a git ref.", "REF"),
        Option("fix", "Format the files first instead of reporting them.", flag=True),
    ),
)
