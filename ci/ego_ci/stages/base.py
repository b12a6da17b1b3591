"""Base: the commit that the tree is compared with, found in git and, in a shallow clone, fetched."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ego_ci.problem import Problem
from ego_ci.stages import upstream
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

    Having none yet (no commit, no release, no other branch) is no error; Problem if one was named, or has to
    be there, and cannot be found or fetched.
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
    if against not in ("merge-base", "release"):
        return Base(upstream.commit(git, against), against, head=head)
    if not head:
        return Base("", "", "no commit yet")
    return (
        _merge_base(git, head, target) if against == "merge-base" else _release(git, head, prefix)
    )


def _release(git: Git, head: str, prefix: str) -> Base:
    """The last release; in the pipeline of a tag the one before it, which is what its users come from."""
    tag = upstream.release(git, without=os.environ.get(VARIABLES[4], ""), prefix=prefix)
    if not tag:
        return Base("", "", "no release tag yet", head)
    return Base(git.resolve(f"refs/tags/{tag}"), tag, head=head)


def _merge_base(git: Git, head: str, target: str) -> Base:
    given = os.environ.get(VARIABLES[0], "")
    if given:
        found = upstream.commit(git, given, source=VARIABLES[0])
        return Base(found, f"merge base {found[:12]}", head=head)
    branch = target or os.environ.get(VARIABLES[1]) or os.environ.get(VARIABLES[3], "")
    found = upstream.common(git, branch)
    if not found:
        return Base(head, f"HEAD {head[:12]}", head=head)
    if found == head and (before := os.environ.get(VARIABLES[2], _NOTHING)) != _NOTHING:
        # On the target branch itself, in CI: what was there before this push.
        found = upstream.commit(git, before, source=VARIABLES[2])
    return Base(found, f"merge base {found[:12]}", head=head)
