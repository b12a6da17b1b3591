"""What changed between two neighbouring versions: for people, and as marks on the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from ego_ci.versions.change import Change, Kind, Quoted
from ego_ci.versions.changelog import sections
from ego_ci.versions.semver import Level

Sections: TypeAlias = "list[tuple[str, list[str]]]"
"""Title of a section -> sentences, as HTML that is escaped."""


class Step(NamedTuple):
    """From one version to the next."""

    before: str
    after: str
    packages: list[tuple[str, Sections]]
    marks: Mapping[str, tuple[str, ...]]  # full name -> `new`, `breaking`

    @property
    def breaks(self) -> bool:
        """Whether something breaks callers."""
        return any(title == "Breaking" for _, found in self.packages for title, _ in found)

    @property
    def size(self) -> int:
        """How many changes are told."""
        return sum(len(told) for _, found in self.packages for _, told in found)


def step(before: str, after: str, changes: Iterable[Change]) -> Step:
    """What changed, told and marked."""
    known = list(changes)
    told = [
        (package, [(title, [str(_sentence(item)) for item in items]) for title, items in found])
        for package, found in sections(known)
    ]
    return Step(before, after, told, _marks(known))


def _marks(changes: Iterable[Change]) -> dict[str, tuple[str, ...]]:
    """What is new or broken, by full name; what is gone breaks what it was in."""
    found: dict[str, set[str]] = {}
    for item in changes:
        if item.level is Level.MAJOR:
            found.setdefault(item.parent if item.gone else item.full_name, set()).add("breaking")
        elif item.kind is Kind.ADDED:
            found.setdefault(item.full_name, set()).add("new")
    return {name: tuple(sorted(marks)) for name, marks in sorted(found.items()) if name}


def _sentence(item: Change) -> Markup:
    """The sentence; what proto files wrote in it is code."""
    first, *rest = item.words
    if not isinstance(first, Quoted):
        first = first[:1].upper() + first[1:]
    return Markup("").join(
        Markup("<code>{}</code>" if isinstance(word, Quoted) else "{}").format(word)
        for word in (first, *rest)
    )
