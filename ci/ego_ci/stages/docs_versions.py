"""The published versions of a repository, for its documentation: their protos, and what changed from one to the next.

Each is worked out once and kept in the output folder by what it was made of.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.problem import Problem
from ego_ci.stages.base import Base
from ego_ci.stages.stage import Context
from ego_ci.tools.git import Git
from ego_ci.work import Work
from protoc_gen_ego.diagnostics import Diagnostic

if TYPE_CHECKING:
    from ego_ci.site.changes import Step
    from ego_ci.stages.image import Image

FOLDER = "versions"
"""Folder of the earlier versions in the site."""


def published(context: Context) -> list[Base]:
    """The releases before the tree, the oldest first; the one that is checked out is the tree itself."""
    git = Git(context.process, context.project.root)
    if not git.is_repository():
        return []
    head = git.resolve("HEAD")
    tags = git.releases(context.project.settings.tag_prefix) if head else []
    found = [Base(git.resolve(f"refs/tags/{tag}"), tag, head=head) for tag in tags]
    if git.changed("*.proto", "buf.*"):  # the tree goes on from the release
        head = ""
    return [base for base in found if base.commit not in ("", head)]


def image(context: Context, base: Base) -> Image | None:
    """The image of a release; None, said on the screen, where its protos are not to be had."""
    from ego_ci.stages import past

    beside = replace(context, work=Work(context.work.root / "other", echo=context.work.echo))
    try:
        found = past.build(beside, base, past.checkout(beside, base))
    except Problem as problem:
        context.console.note(f"docs: {base.name} is left out: {problem.message}")
        return None
    if isinstance(found, Diagnostic):
        context.console.note(f"docs: {base.name} is left out: {found.message}")
        return None
    return found


def as_released(context: Context, base: Base, image: Image) -> Context:
    """A context with the settings that a release had: its packages are those that it was published with.

    With those of today where its own cannot be read any more.
    """
    from ego_ci.project import FILE, InvalidProject, load

    today = context.project
    version = base.name.removeprefix(today.settings.tag_prefix)
    try:
        settings = load(image.workspace.folder / FILE).settings
    except (InvalidProject, Problem):
        settings = today.settings
    project = replace(today, settings=settings).versioned(version)
    return replace(context, project=project, memory={})


def step(context: Context, before: Base, after: Base | None) -> Step | None:
    """What changed between two releases, or up to the tree; None where they cannot be compared."""
    from ego_ci.commands import history
    from ego_ci.site import changes

    state = after.commit if after else context.inputs.sources
    name = after.name if after else "the next version"
    key = context.inputs.text(f"{before.commit} {state} {context.inputs.code}")
    file = context.work.state / "docs-steps" / f"{key}.json"
    if file.is_file():
        packages, marks = json.loads(file.read_text("utf-8"))
        return changes.Step(
            before.name, name, packages, {name: tuple(said) for name, said in marks.items()}
        )
    try:
        found = changes.step(before.name, name, history.compare(context, before, to=after))
    except Problem as problem:
        context.console.note(f"docs: {before.name} and {name} are not compared: {problem.message}")
        return None
    context.work.write(file, json.dumps([found.packages, found.marks]).encode())
    return found


def kept(context: Context, base: Base, made: Callable[[Path], None]) -> Path:
    """The folder with the site of a release, made if it is not there."""
    key = context.inputs.text(f"{base.commit} {context.inputs.code}")[:16]
    folder = context.work.root / "docs-versions" / f"{base.name.replace('/', '-')}-{key}"
    if not folder.is_dir():
        with context.work.fresh("version") as fresh:
            into = fresh / "site"
            into.mkdir()
            made(into)
            for old in folder.parent.glob(f"{folder.name[: -len(key)]}{'[0-9a-f]' * len(key)}"):
                shutil.rmtree(old)  # made by another version of ego
            context.work.replace(into, folder)
    return folder


def place(site: Path, versions: list[tuple[str, str, Path | None]]) -> None:
    """Puts the sites of earlier versions below a site, each with the list of all of them.

    versions: (name, folder in the site or '' for the tree, its site), the newest first.
    """
    for _, where, folder in versions:
        if folder is not None:
            shutil.copytree(folder, site / where, copy_function=_link)
    for current, where, _ in versions:
        up = "../" * (where.count("/") + 1) if where else ""
        listed = [
            {
                "label": name,
                "url": f"{up}{there}/index.html" if there else f"{up}index.html",
                "current": name == current,
            }
            for name, there, _ in versions
        ]
        _script(site / where / "versions.js", "egoVersions", listed)
        here = site / where
        found = [path.relative_to(here) for path in here.rglob("*.html")]
        pages = sorted(path.as_posix() for path in found if path.parts[0] != FOLDER)
        _script(here / "pages.js", "egoPages", pages)


def _script(file: Path, name: str, value: object) -> None:
    """A script that sets a variable of the page."""
    file.unlink(missing_ok=True)  # it may be one with the file that is kept
    text = json.dumps(value).replace("<", "\\u003c")
    file.write_text(f"window.{name} = {text};\n", "utf-8")


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
