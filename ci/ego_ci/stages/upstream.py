"""Upstream: commits that a clone lacks (shallow, of a single branch, without tags), fetched from its remote.

What was named and cannot be had is a Problem: a comparison left out in silence would pass for a clean one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ego_ci.problem import Problem
from ego_ci.tools.git import Git

_ALL = 2**31 - 1
"""What `git fetch --unshallow` asks for."""
_DEPTHS = (50, 500, 5000, _ALL)
"""Commits that are fetched, one step after the other, until two branches meet or a release is found."""
OTHERWISE = "--against REF compares with something else, --against none with nothing"


def commit(git: Git, name: str, *, source: str = "") -> str:
    """The id of a commit by any name; what a clone lacks is fetched. source: who gave the name, for the Problem."""
    found = git.resolve(name)
    if found:
        return found
    remote = git.remote()
    depth = 1 if git.is_shallow() else 0
    refused = ""
    for refspec, there in _refspecs(name, remote) if remote else ():
        refused = git.fetch(remote, refspec, depth=depth)
        found = git.resolve(there)
        if found:
            return found
    where = f", and {remote} does not give it" if remote else ""
    cut = " (this clone is shallow)" if depth else ""
    given = f", which {source} names" if source else ""
    options = "check --against and breaking.against, or --from and --to of ego changelog"
    remedy = f"check {source}; {OTHERWISE}" if source else options
    raise Problem(f"git knows no {name}{given}{where}{cut}", remedy=remedy, output=refused)


def common(git: Git, branch: str) -> str:
    """Where HEAD and a branch met last; a clone fetches as much as that needs.

    branch: '' for the remote's default branch. '' is answered when there is nothing yet to have left: a
    repository whose only branch this is. Problem if they have nothing in common, or that cannot be told.
    """
    tips = [*_tips(git, branch)]
    for tip in tips:
        found = git.merge_base("HEAD", tip)
        if found:
            return found
    remote = git.remote()
    if not remote:
        if not tips and not branch:
            return ""
        raise _nothing_shared(git, branch) if tips else _no_branch(branch, "this repository")
    branch = branch or _target(git, remote)
    return _met(git, remote, branch) if branch else ""


def release(git: Git, *, without: str, prefix: str) -> str:
    """The tag of the last release before HEAD, '' if nothing was ever released."""
    tag = git.release(without=without, prefix=prefix)
    if tag:
        return tag
    remote, shallow = git.remote(), git.is_shallow()
    if not remote:
        if shallow:
            raise Problem(
                "this clone is shallow and has no remote, so the last release cannot be found",
                remedy="clone all of it",
            )
        return ""
    try:
        if not git.has_releases(remote, without=without, prefix=prefix):
            return ""
    except Problem:
        if shallow:
            raise
        return ""  # offline: a clone of everything knows the tags there were
    for depth in _DEPTHS if shallow else (0,):
        wanted = git.boundary() if depth else ("refs/tags/*:refs/tags/*",)
        refused = git.fetch(remote, *wanted, depth=depth, tags=bool(depth))
        tag = git.release(without=without, prefix=prefix)
        if tag or (depth and not git.is_shallow()):
            return tag
        if refused:
            raise _refused(remote, "the tags of releases", refused)
    return ""


def joined(git: Git, base: str) -> bool:
    """Whether the commits from a base to HEAD are known, after fetching what a shallow clone lacks of them."""
    for depth in _DEPTHS:
        if git.merge_base("HEAD", base):
            return True
        remote = git.remote() if git.is_shallow() else ""
        if not remote or git.fetch(remote, *git.boundary(), depth=depth):
            return False
    return bool(git.merge_base("HEAD", base))


def _tips(git: Git, branch: str) -> Iterator[str]:
    """The commits that a branch may mean here: the remote's first."""
    remote = git.remote()
    places = (*((f"refs/remotes/{remote}/",) if remote else ()), "refs/heads/")
    for name in [branch] if branch else ["HEAD", "main", "master"]:
        for place in places:
            tip = git.resolve(place + name)
            if tip:
                yield tip


def _target(git: Git, remote: str) -> str:
    """The branch that a remote's others are merged into; '' while there is no other."""
    try:
        default, branches = git.branches(remote)
    except Problem as problem:
        if not git.remembers(remote):
            return ""  # a remote that is yet to be made
        problem.remedy = f"name the target and fetch it before; {OTHERWISE}"
        raise
    names = [default, "main", "master"] + [*branches] * (len(branches) == 1)
    for name in names:
        if name in branches:
            return name
    if not branches:
        return ""
    raise Problem(
        f"{remote} does not say which of its branches is the target",
        remedy=f"name it: breaking.target in ego.yaml; {OTHERWISE}",
    )


def _met(git: Git, remote: str, branch: str) -> str:
    there = f"refs/remotes/{remote}/{branch}"
    for depth in _DEPTHS if git.is_shallow() else (0,):
        refused = git.fetch(remote, f"+refs/heads/{branch}:{there}", depth=depth)
        if refused and not git.resolve(there):
            raise _no_branch(branch, remote, refused)
        # A commit that was never pushed cannot be fetched, but what it was made of can.
        refused = refused or (git.fetch(remote, *git.boundary(), depth=depth) if depth else "")
        found = git.merge_base("HEAD", there)
        if found:
            return found
        if refused:
            raise _refused(remote, "its history", refused)
        if not git.is_shallow():
            break
    raise _nothing_shared(git, branch)


def _refspecs(name: str, remote: str) -> Iterator[tuple[str, str]]:
    """(what to fetch, what it is called here then) for each thing that a name can mean."""
    if len(name) in (40, 64) and not name.strip("0123456789abcdef"):
        yield name, name
        return
    branch = tag = "" if name.startswith("refs/") else name
    for prefix in (f"refs/remotes/{remote}/", f"{remote}/", "refs/heads/", "heads/"):
        if name.startswith(prefix):
            branch, tag = name[len(prefix) :], ""
            break
    for prefix in ("refs/tags/", "tags/"):
        if name.startswith(prefix):
            branch, tag = "", name[len(prefix) :]
    if tag:
        yield f"+refs/tags/{tag}:refs/tags/{tag}", f"refs/tags/{tag}"
    if branch:
        there = f"refs/remotes/{remote}/{branch}"
        yield f"+refs/heads/{branch}:{there}", there


def _no_branch(branch: str, where: str, output: str = "") -> Problem:
    remedy = f"check breaking.target and CI_MERGE_REQUEST_TARGET_BRANCH_NAME; {OTHERWISE}"
    return Problem(f"{where} has no branch {branch}", remedy=remedy, output=output)


def _nothing_shared(git: Git, branch: str) -> Problem:
    cut = " in this shallow clone" if git.is_shallow() else ""
    what = branch or "the target branch"
    return Problem(f"HEAD has no common commit with {what}{cut}", remedy=OTHERWISE)


def _refused(remote: str, what: str, output: str) -> Problem:
    remedy = "fetch it before, or clone all of it (in GitLab: GIT_DEPTH: 0)"
    return Problem(f"the remote {remote} does not give {what}", remedy=remedy, output=output)
