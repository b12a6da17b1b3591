"""Past: the protos of the base, taken out of git, and their image."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.stages import image as images
from ego_ci.stages.base import Base
from ego_ci.stages.image import Image
from ego_ci.stages.stage import Context
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.git import Git
from protoc_gen_ego.diagnostics import Diagnostic, Severity

_ANOTHER = "compare with another one: --against REF, or --from REF of ego changelog"


def checkout(context: Context, base: Base, *, only: Collection[str] | None = None) -> Path:
    """The folder with the base's proto files, or `only` some, and its configuration; the last one is kept."""
    key = context.inputs.text(repr(sorted(only)))[:16] if only is not None else "all"
    folder = context.work.root / "base" / f"{base.commit}-{key}"
    if not (folder / "tree").is_dir():
        git = Git(context.process, context.project.root)
        listing = git.listing(base.commit)
        if only is not None:
            files = {
                path: blob
                for path, blob in listing.files.items()
                if path in only or not path.endswith(".proto")
            }
            listing = replace(listing, files=files)
        with context.work.fresh("base") as fresh:
            tree = fresh / "tree"
            tree.mkdir()
            git.proto_files(listing, tree)
            shutil.rmtree(folder.parent, ignore_errors=True)
            context.work.replace(fresh, folder)
    return folder / "tree"


def build(
    context: Context, base: Base, tree: Path, *, only: Iterable[str] | None = None
) -> Image | Diagnostic | None:
    """The base's image, or that of `only` some of its files.

    None if it has no protos, a Diagnostic if they do not compile. Problem if buf cannot read the base at all.
    """
    try:
        return _built(context, base, tree, only=only)
    except Problem as problem:
        raise Problem(
            f"the base ({base.name}) cannot be read: {problem.message}",
            remedy=_ANOTHER,
            output=problem.output,
        ) from problem


def _built(
    context: Context, base: Base, tree: Path, *, only: Iterable[str] | None
) -> Image | Diagnostic | None:
    if only is None:
        workspace = Workspace.of(context.process, tree)
    else:  # only some files differ, buf.yaml is as it was, and so are the modules
        modules = Workspace.of(context.process, context.project.root).modules
        workspace = Workspace(tree, modules)
    limits = sorted(only) if only is not None else None
    if not _any(context, workspace, limits):
        return None
    key = context.inputs.text(f"{limits} {context.project.paths} {context.project.exclude}")
    buf = context.inputs.program(context.process.find("buf"))
    image = tree.parent / f"{context.inputs.text(key + buf)}.binpb"
    if not image.is_file():
        with context.work.fresh("base") as fresh:
            found = images.build(context, workspace, into=fresh / "image.binpb", only=limits or ())
            if found:
                message = f"the base ({base.name}) does not compile, so nothing was compared: {found[0].message}"
                return Diagnostic(None, Severity.WARNING, "BREAKING_BASE", message, _ANOTHER)
            for old in tree.parent.glob("*.binpb"):  # one is enough to keep
                old.unlink()
            context.work.replace(fresh / "image.binpb", image)
    return Image(image, workspace)


def _any(context: Context, workspace: Workspace, limits: list[str] | None) -> bool:
    if limits is not None:
        return bool(limits)
    paths = context.project.paths
    return any(workspace.limits(paths) if paths else workspace.folder.rglob("*.proto"))
