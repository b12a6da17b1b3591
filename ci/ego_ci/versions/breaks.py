"""Breaks: which of the changes break callers, as the breaking rules found it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ego_ci.versions.change import Change, Kind, Quoted
from ego_ci.versions.semver import Level
from protoc_gen_ego.diagnostics import Position


class Broken(NamedTuple):
    """A finding of a breaking rule, approved or not; names: the full names of what it can be about."""

    rule: str
    message: str
    position: Position | None
    names: frozenset[str]


def explain(changes: Sequence[Change], broken: Iterable[Broken]) -> tuple[Change, ...]:
    """The changes, those that a rule found breaking raised to it.

    A finding that is about none of them becomes a change of its own, in the rule's words: no break is lost.
    """
    rules: dict[Change, set[str]] = {}
    others: dict[tuple[object, ...], Change] = {}
    for found in broken:
        about = _about(changes, found)
        for item in about:
            rules.setdefault(item, set()).add(found.rule)
        if not about:
            other = _alone(found, changes)
            others[found.rule, found.position, found.message] = other
    raised = (
        item._replace(level=Level.MAJOR, rules=tuple(sorted(rules[item])))
        if item in rules
        else item
        for item in changes
    )
    return tuple(sorted({*raised, *others.values()}, key=lambda item: item.sort_key))


def _about(changes: Sequence[Change], found: Broken) -> list[Change]:
    """The changes that a finding is about. What is gone is looked for first when the rule is about that.

    An addition breaks callers only where nothing else was changed, such as a go_package that is set.
    """
    removed, changed, added = {Kind.REMOVED}, {Kind.REMOVED, Kind.CHANGED}, {Kind.ADDED}
    gone = "NO_DELETE" in found.rule or found.rule == "CODE_REMOVED"
    for kinds in (removed, changed) if gone else (changed, added):
        possible = [item for item in changes if item.kind in kinds]
        about = _of_file(possible, found) if _whole(found.rule) else _named(possible, found)
        if about:
            return about
    return []


def _whole(rule: str) -> bool:
    return rule.startswith("FILE_")


def _of_file(changes: Sequence[Change], found: Broken) -> list[Change]:
    """The changes of a file; if it is gone, with all that was in it."""
    there = [item for item in changes if _path(item.position) == _path(found.position)]
    if found.rule == "FILE_NO_DELETE":
        return there
    return [item for item in there if item.element == "file"]


def _named(changes: Sequence[Change], found: Broken) -> list[Change]:
    """The changes of the innermost element that is named, else of the one at the place, else of what was in it."""
    named = [item for item in changes if item.full_name in found.names]
    longest = max((len(item.full_name) for item in named), default=0)
    innermost = [item for item in named if len(item.full_name) == longest]
    place = found.position
    return (
        innermost
        or [item for item in changes if place and item.position and item.position[:2] == place[:2]]
        or [item for item in changes if item.parent and item.parent in found.names]
    )


def _alone(found: Broken, changes: Sequence[Change]) -> Change:
    path = _path(found.position)
    packages = {item.package for item in changes if _path(item.position) == path}
    packages |= found.names.intersection(item.package for item in changes)
    package = min(packages, default="")
    return Change(
        kind=Kind.CHANGED,
        element="finding",
        full_name=max(found.names, key=len, default=""),
        parent="",
        package=package,
        position=found.position,
        words=(Quoted(found.message),),
        level=Level.MAJOR,
        rules=(found.rule,),
    )


def _path(position: Position | None) -> str:
    return position.path if position else ""
