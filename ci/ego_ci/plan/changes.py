"""Changes: the graph of a repository's packages, and which of them are not as they were in the base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ego_ci.plan.graph import Graph, Source, build
from ego_ci.process import operand
from ego_ci.stages.base import Base
from ego_ci.stages.prototext import imports
from ego_ci.stages.scope import Side
from ego_ci.stages.stage import Context
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.git import Git

_SHA1 = 40
"""Hexadecimal digits of an id in a repository whose object format is SHA-1, as our digests are."""


def graph(context: Context) -> Graph:
    """The packages of ego.yaml; a repository without `packages:` is one of them."""
    project = context.project
    modules = Workspace.of(context.process, project.root).modules
    side = Side(context.inputs.files, lambda _paths: (), modules, (project.paths, project.exclude))
    packages = {package.name: package.paths for package in project.packages} or {
        project.name: (".",)
    }
    return build(packages, _sources(context, side))


def changed(context: Context, base: Base, packages: Graph) -> tuple[set[str], str]:
    """The packages that changed since the base or need one that did, and why it is all of them, if it is."""
    everything = set(packages.requires)
    if not base.commit:
        return everything, base.reason
    if base.commit == base.head:
        return everything, "this is the base itself"
    listing = Git(context.process, context.project.root).listing(base.commit)
    if listing.links or len(base.commit) != _SHA1:
        return everything, "there are symbolic links, and what they lead to can change without them"
    files = context.inputs.files
    differing = {
        path
        for path in files.keys() | listing.files.keys()
        if files.get(path) != listing.files.get(path)
    }
    other = sorted(path for path in differing if not path.endswith(".proto"))
    other = other or [path for path in _beside(context) if _differs(context, base, path)]
    if other:
        return everything, f"{other[0]} changed"
    return packages.dependents(packages.changed(differing)), ""


def _sources(context: Context, side: Side) -> Iterator[Source]:
    """All proto files of buf's modules; those that the project leaves out can still be imported."""
    root = context.project.root
    for path in context.inputs.files:
        names = tuple(side.names(path)) if path.endswith(".proto") else ()
        if names:
            with open(f"{root}/{path}", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - thousands
                text = file.read()
            yield Source(path, imports(text), names, len(text))


def _beside(context: Context) -> Iterator[str]:
    """What stands in every package besides what is generated from protos, or decides how: licence, own templates."""
    project = context.project
    yield from filter(None, (project.license_file, project.errors.templates))


def _differs(context: Context, base: Base, path: str) -> bool:
    """Whether a file or folder is not as it was in the base."""
    process = context.process
    command: list[str | Path] = [
        process.find("git"),
        "diff",
        "--quiet",
        base.commit,
        "--",
        operand(path),
    ]
    return process.run(command, cwd=context.project.root, ok=(0, 1)).code == 1
