"""Base: the commit that the tree is compared with, found in git and, in a shallow clone, fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from ego_ci.problem import Problem
from ego_ci.stages.stage import Context
from ego_ci.tools.git import Git

VARIABLES = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_COMMIT_BEFORE_SHA",
    "CI_DEFAULT_BRANCH",
    "CI_COMMIT_TAG",
)
"""GitLab's predefined variables that say what a branch is compared with."""
_NOTHING = "0" * 40
"""What GitLab puts into CI_COMMIT_BEFORE_SHA when there was nothing before."""
_DEPTHS = (50, 500, 5000)
"""Commits that are fetched, one step after the other, until two branches meet."""


@dataclass(frozen=True)
class Base:
    """A commit to compare with, or why there is none (`commit` is '' then).

    head: the commit that is checked out. The tree can have changes on top of it.
    """

    commit: str
    name: str
    reason: str = ""
    head: str = ""


def of(context: Context) -> Base:
    """The base that the options and ego.yaml ask for."""
    breaking = context.project.breaking
    git = Git(context.process, context.project.root)
    against = context.option("against") or breaking.against
    prefix = context.project.settings.tag_prefix
    return find(git, against=against, target=breaking.target, prefix=prefix)


def find(git: Git, *, against: str, target: str, prefix: str = "v") -> Base:
    """The commit that `against` means: merge-base, release, none or a ref. `prefix` is that of release tags.

    Having none is no error, except when a ref was named that does not exist.
    """
    if against == "none":
        return Base("", "", "breaking.against is none")
    if not git.is_repository():
        if against not in ("merge-base", "release"):
            raise Problem(f"no git repository here, so there is no {against}")
        if git.is_missing():  # a comparison left out in silence would pass for a clean one
            raise Problem(
                "git was not found, and this repository has to be compared with its base",
                remedy="`ego doctor` tells how to get it; breaking.against: none compares nothing",
            )
        return Base("", "", "no git repository here")
    head = git.resolve("HEAD")
    if not head:
        return Base("", "", "no commit yet")
    if against == "release":
        tag = _release(git, prefix)
        found = git.resolve(f"refs/tags/{tag}") if tag else ""
        return Base(found, tag, head=head) if tag else Base("", "", "no release tag yet", head)
    if against != "merge-base":
        commit = _fetched(git, against)
        if not commit:
            raise Problem(f"git knows no {against}", remedy="check --against or breaking.against")
        return Base(commit, against, head=head)
    return _merge_base(git, head, target)


def _merge_base(git: Git, head: str, target: str) -> Base:
    given = os.environ.get(VARIABLES[0], "")
    if given:
        commit = _fetched(git, given)
        if commit:
            return Base(commit, f"merge base {commit[:12]}", head=head)
    branch = target or os.environ.get(VARIABLES[1]) or os.environ.get(VARIABLES[3], "")
    common = _common(git, branch)
    if common == head and (before := os.environ.get(VARIABLES[2], _NOTHING)) != _NOTHING:
        # On the target branch itself, in CI: what was there before this push.
        common = _fetched(git, before) or common
    if common:
        return Base(common, f"merge base {common[:12]}", head=head)
    if branch:
        return Base("", "", f"no common commit with {branch}", head)
    return Base(head, f"HEAD {head[:12]}", head=head)


def _common(git: Git, branch: str) -> str:
    """Where HEAD and the target branch met last; a shallow clone fetches as far back as that needs."""
    for tip in _tips(git, branch):
        common = git.merge_base("HEAD", tip)
        if common:
            return common
    if not git.is_shallow() or not git.has_remote():
        return ""
    if not branch:
        # A shallow clone of one branch does not know which one is the target.
        branch = git.default_branch()
        return _common(git, branch) if branch else ""
    remote = f"refs/remotes/origin/{branch}"
    for depth in _DEPTHS:
        head = git.resolve("HEAD")
        fetched = git.fetch(f"+refs/heads/{branch}:{remote}", depth=depth)
        if not fetched:
            return ""
        git.fetch(head, depth=depth)  # a commit that was never pushed is not there, which is fine
        tip = git.resolve(remote)
        common = git.merge_base("HEAD", tip) if tip else ""
        if common:
            return common
    return ""


def _tips(git: Git, branch: str) -> Iterator[str]:
    for name in [branch] if branch else ["HEAD", "main", "master"]:
        for prefix in ("refs/remotes/origin/", "refs/heads/"):
            tip = git.resolve(prefix + name)
            if tip:
                yield tip


def _release(git: Git, prefix: str) -> str:
    """The last release; in the pipeline of a tag the one before it, which is what its users come from."""
    own = os.environ.get(VARIABLES[4], "")
    tag = git.release(without=own, prefix=prefix)
    if not tag and git.is_shallow() and git.has_remote():
        for depth in _DEPTHS:
            git.fetch(git.resolve("HEAD"), depth=depth, tags=True)
            tag = git.release(without=own, prefix=prefix)
            if tag:
                break
    return tag


def _fetched(git: Git, name: str) -> str:
    """Resolves a name; what a clone lacks is fetched: a commit by its id, else a tag or branch."""
    commit = git.resolve(name)
    if commit or not git.has_remote():
        return commit
    if len(name) in (40, 64) and not name.strip("0123456789abcdef"):
        git.fetch(name)
        return git.resolve(name)
    for kind, there in (("tags", "refs/tags/"), ("heads", "refs/remotes/origin/")):
        if git.fetch(f"+refs/{kind}/{name}:{there}{name}"):
            return git.resolve(there + name)
    return ""
