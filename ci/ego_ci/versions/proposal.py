"""The version that follows from what changed, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ego_ci.problem import Problem
from ego_ci.versions.change import Change, Kind, Quoted
from ego_ci.versions.semver import Level, Version
from protoc_gen_ego.diagnostics import Position

_SHORT = 8
"""Digits of a commit's id in a version."""


class Proposal(NamedTuple):
    """version: the one that comes next. previous: the last release, None when there is none.

    level: how much changed. reasons: every change, those that weigh most first. note: where it comes from.
    """

    version: Version
    previous: Version | None
    level: Level
    reasons: tuple[Change, ...]
    note: str

    @property
    def core(self) -> tuple[int, int, int]:
        """The version without what a pre-release adds."""
        return self.version[:3]


def first(initial: Version, why: str) -> Proposal:
    """The version of a repository that never released anything."""
    return Proposal(initial, None, Level.NONE, (), f"{why}: the version of ego.yaml")


def following(
    last: Version, changes: Sequence[Change], edited: Sequence[str], *, since: str
) -> Proposal:
    """The version after `last`; `edited` are the files that are not as they were."""
    if not edited:
        return Proposal(last, last, Level.NONE, (), f"nothing changed since {since}")
    reasons = list(changes) or [_form(path) for path in edited]
    level = max(reason.level for reason in reasons)
    reasons.sort(key=lambda reason: (-reason.level, reason.position or Position("", 0, 0)))
    note = f"{counted(reasons)} since {since}"
    return Proposal(last.next(level), last, level, tuple(reasons), note)


def pre_release(found: Proposal, label: str) -> Proposal:
    """The same as a pre-release; what is released already stays as it is. Problem if the label is none."""
    if found.version == found.previous:
        return found
    return found._replace(version=found.version._replace(build="").before(label))


def label_of(environment: Mapping[str, str], commit: str) -> str:
    """`mr.42.0a1b2c3d` in a merge request of GitLab, '' elsewhere; commit: the id of the one that is built."""
    number = environment.get("CI_MERGE_REQUEST_IID", "")
    if not number:
        return ""
    if not (number.isascii() and number.isdigit()):
        raise Problem(f"CI_MERGE_REQUEST_IID is {number!r}, which is no number")
    return ".".join(filter(None, ("mr", number.lstrip("0") or "0", _short(commit))))


def counted(reasons: Sequence[Change]) -> str:
    """`2 breaking changes, 1 addition, 3 other changes`."""
    breaking = sum(reason.level is Level.MAJOR for reason in reasons)
    additions = sum(reason.level is Level.MINOR for reason in reasons)
    others = len(reasons) - breaking - additions
    parts = (
        (breaking, "breaking change"),
        (additions, "visible change"),
        (others, "other change"),
    )
    return ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in parts if count)


def _form(path: str) -> Change:
    """A file that says the same in another form, or configuration."""
    words = (Quoted(path), " changed, and nothing that callers see")
    place = Position(path, 1, 1)
    return Change(Kind.CHANGED, "file", path, "", "", place, words, Level.PATCH)


def _short(commit: str) -> str:
    """The beginning of an id, with a letter in it: digits alone would be a number, which has no leading 0."""
    for size in range(_SHORT, len(commit) + 1):
        if not commit[:size].isdigit():
            return commit[:size]
    return f"g{commit[:_SHORT]}" if commit else ""
