"""Base: what the tree is compared with, found in git and built into an image of its own."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from ego_ci.problem import Problem
from ego_ci.stages import image as images
from ego_ci.stages.image import Image
from ego_ci.stages.stage import Context
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.git import Git
from protoc_gen_ego.diagnostics import Diagnostic, Severity

VARIABLES = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_COMMIT_BEFORE_SHA",
)
"""GitLab's predefined variables that say what a branch is compared with."""
_NOTHING = "0" * 40
"""What GitLab puts into CI_COMMIT_BEFORE_SHA on a branch's first pipeline."""


@dataclass(frozen=True)
class Base:
    """A commit to compare with, or why there is none (`commit` is '' then)."""

    commit: str
    name: str
    reason: str = ""


def find(git: Git, *, against: str, target: str) -> Base:
    """The commit that `against` means: merge-base, release, none or a ref.

    Having none is no error, except when a ref was named that does not exist.
    """
    if against == "none":
        return Base("", "", "breaking.against is none")
    if not git.is_repository():
        if against not in ("merge-base", "release"):
            raise Problem(f"no git repository here, so there is no {against}")
        return Base("", "", "no git repository here")
    if against == "release":
        tag = git.release()
        return Base(git.resolve(tag), tag) if tag else Base("", "", "no release tag yet")
    if against != "merge-base":
        commit = _fetched(git, against)
        if not commit:
            raise Problem(f"git knows no {against}", remedy="check --against or breaking.against")
        return Base(commit, against)
    return _merge_base(git, target)


def _merge_base(git: Git, target: str) -> Base:
    head = git.resolve("HEAD")
    if not head:
        return Base("", "", "no commit yet")
    given = os.environ.get(VARIABLES[0], "")
    if given:
        commit = _fetched(git, given)
        if commit:
            return Base(commit, f"merge base {commit[:12]}")
    branch = target or os.environ.get(VARIABLES[1], "")
    names = [branch] if branch else ["HEAD", "main", "master"]
    for name in (
        prefix + name for name in names for prefix in ("refs/remotes/origin/", "refs/heads/")
    ):
        tip = git.resolve(name)
        common = git.merge_base("HEAD", tip) if tip else ""
        if common == head and (before := os.environ.get(VARIABLES[2], _NOTHING)) != _NOTHING:
            # On the target branch itself, in CI: what was there before this push.
            common = _fetched(git, before) or common
        if common:
            return Base(common, f"merge base {common[:12]}")
    if branch:
        return Base("", "", f"no common commit with {branch}")
    return Base(head, f"HEAD {head[:12]}")


def _fetched(git: Git, name: str) -> str:
    """Resolves a name; what a shallow clone lacks is fetched."""
    commit = git.resolve(name)
    if not commit and len(name) == len(_NOTHING):
        git.fetch(name)
        commit = git.resolve(name)
    return commit


def build(context: Context, base: Base) -> Image | Diagnostic | None:
    """The base's image; None if it has no protos, a Diagnostic if they do not compile."""
    git = Git(context.process, context.project.root)
    key = context.inputs.text(f"{base.commit} {context.project.paths} {context.project.exclude}")
    folder = context.work.root / "base" / key
    if not (folder / "image.binpb").is_file():
        with context.work.fresh("base") as fresh:
            tree = fresh / "tree"
            tree.mkdir()
            git.proto_files(base.commit, tree)
            paths = context.project.paths
            there = (
                Workspace.of(context.process, tree).limits(paths)
                if paths
                else tree.rglob("*.proto")
            )
            if not any(there):
                return None
            found = images.build(
                context, Workspace.of(context.process, tree), into=fresh / "image.binpb"
            )
            if found:
                message = f"the base ({base.name}) does not compile, so nothing was compared: {found[0].message}"
                remedy = "compare with another one: --against REF"
                return Diagnostic(None, Severity.WARNING, "BREAKING_BASE", message, remedy)
            shutil.rmtree(folder.parent, ignore_errors=True)  # one base is enough to keep
            context.work.replace(fresh, folder)
    return Image(folder / "image.binpb", Workspace.of(context.process, folder / "tree"))
