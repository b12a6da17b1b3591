"""View: prepares what the checks look at: the scope, the tree's image and the base's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.stages import image as images
from ego_ci.stages import past
from ego_ci.stages.base import Base
from ego_ci.stages.checks.sight import Sight
from ego_ci.stages.image import Image, diagnostics
from ego_ci.stages.scope import EVERYTHING, Scope, Side, narrowed
from ego_ci.stages.stage import Context, Findings
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.git import Git, Listing
from protoc_gen_ego.diagnostics import Diagnostic, Severity

_SHA1 = 40
"""Hexadecimal digits of an id in a repository whose object format is SHA-1."""


def scope(context: Context, base: Base) -> Scope:
    """What changed since the base; everything with --all, without a base and on the base itself.

    Templates of one's own can change what is found in any file and are not part of the base.
    """
    project = context.project
    if context.flag("all") or project.errors.templates:
        return EVERYTHING
    return _changed(context, base)


def _compared(context: Context, base: Base) -> Scope:
    """What is compared when everything is judged: what changed, since the rest cannot break anybody.

    That is known of buf's own rules and of ours, not of those of a plugin.
    """
    if Workspace.of(context.process, context.project.root).has_plugins:
        return EVERYTHING
    found = _changed(context, base)
    return found if found.base else EVERYTHING


def _changed(context: Context, base: Base) -> Scope:
    project = context.project
    if not base.commit:
        return EVERYTHING
    git = Git(context.process, project.root)
    listing = git.listing(base.commit)
    if listing.links or len(base.commit) != _SHA1:
        # What a link leads to can change without it; and our digests are those of SHA-1.
        return EVERYTHING
    modules = Workspace.of(context.process, project.root).modules
    limits = (project.paths, project.exclude)
    found = narrowed(
        Side(context.inputs.files, lambda paths: _texts(project.root, paths), modules, limits),
        Side(listing.files, lambda paths: _blobs(git, listing, paths), modules, limits),
    )
    on_the_base = not found.changed and not found.base and base.commit == base.head
    return EVERYTHING if on_the_base else found


def prepared(
    context: Context, base: Base, scope: Scope, *, compare: bool
) -> tuple[Sight, list[Diagnostic], list[str]]:
    """The sight, what was found on the way to it, and notes.

    Raises Findings with rule COMPILE when the protos do not compile.
    """
    compared = _compared(context, base) if compare and scope.whole else scope
    if compared.whole:
        compared = scope
    try:
        image, part, against, found, notes = _built(context, base, scope, compared, compare=compare)
    except Problem:
        if scope.whole and compared.whole:
            raise
        # Such as files that only a module's own `excludes` leaves out: buf knows them, we do not.
        scope = EVERYTHING
        image, part, against, found, notes = _built(context, base, scope, scope, compare=compare)
    if not scope.whole:
        notes.append(
            f"checked {len(scope.judged)} of {scope.total} files: what changed since {base.name}, "
            "and what depends on it (--all checks all)"
        )
    return Sight(context, scope, image, base, against, scope.judges, part), found, notes


def _built(
    context: Context, base: Base, scope: Scope, compared: Scope, *, compare: bool
) -> tuple[Image, Image, Image | None, list[Diagnostic], list[str]]:
    """The images of what is judged, of what is compared, and of the base, built side by side."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(_base, context, base, compared) if compare else None
        try:
            image = _image(context, scope)
            part = image if compared is scope else _image(context, compared)
            against, found, notes = waiting.result() if waiting else (None, [], [])
        except KeyboardInterrupt:
            context.process.stop()
            raise
    return image, part, against, found, notes


def _image(context: Context, scope: Scope) -> Image:
    if scope.whole:
        return images.ensure(context)
    workspace = Workspace.of(context.process, context.project.root)
    target = context.work.root / "changed.binpb"
    with context.work.fresh("image") as folder:
        found = images.build(context, workspace, into=folder / "image.binpb", only=scope.image)
        if found:
            raise Findings(diagnostics(found, severity=Severity.ERROR))
        context.work.replace(folder / "image.binpb", target)
    return Image(target, workspace)


def _base(
    context: Context, base: Base, scope: Scope
) -> tuple[Image | None, list[Diagnostic], list[str]]:
    """The base's image, a warning when it does not compile, and a note that says what it is."""
    if not base.commit:
        return None, [], [f"breaking: not compared ({base.reason})"]
    tree = past.checkout(context, base, only=None if scope.whole else scope.past)
    built = past.build(context, base, tree, only=None if scope.whole else scope.base)
    if isinstance(built, Diagnostic) and not scope.whole:
        # An import that we could not see is missing there: take all files.
        raise Problem(built.message)
    if isinstance(built, Diagnostic):
        return None, [built], []
    if built is None:
        why = f"{base.name} has no proto files"
        what = "breaking: not compared" if scope.whole else "breaking: only new files"
        return None, [], [f"{what} ({why})" if scope.whole else what]
    return built, [], [f"breaking: compared with {base.name}"]


def _texts(root: Path, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        with open(f"{root}/{path}", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - thousands
            yield file.read()


def _blobs(git: Git, listing: Listing, paths: Iterable[str]) -> Iterator[str]:
    for data in git.contents([listing.files[path] for path in paths]):
        yield data.decode("utf-8", "replace")
