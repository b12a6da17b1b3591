"""A change: what became of one element of the schema, in words that a caller understands."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ego_ci.versions.semver import Level
from protoc_gen_ego.diagnostics import Position, one_line


class Kind(str, Enum):
    """What happened to an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    DEPRECATED = "deprecated"
    DOCUMENTED = "documented"  # only its comment, or a text for people


class Quoted(str):
    """Text that a proto file wrote: a printer must let nothing in it become markup."""


_ORDER = (
    "service",
    "method",
    "message",
    "field",
    "extension",
    "enum",
    "enum value",
    "error enum",
    "error code",
)
"""What callers look for first stands first."""
Words = tuple[str, ...]
"""A sentence in pieces: our own prose, and Quoted ones."""


class Change(NamedTuple):
    """One change.

    element: what changed: "message", "field", "error code", …. parent: full name of what it is declared
    in, '' at the top. position: in the tree, or in the base if it is `gone`. level: its weight. rules: the
    breaking rules that it violates.
    """

    kind: Kind
    element: str
    full_name: str
    parent: str
    package: str
    position: Position | None
    words: Words
    level: Level
    rules: tuple[str, ...] = ()
    gone: bool = False

    @property
    def text(self) -> str:
        """The sentence on one line."""
        return one_line("".join(self.words))

    @property
    def sort_key(self) -> tuple[object, ...]:
        """By package, then by what happened, then by what it happened to, then by name."""
        element = _ORDER.index(self.element) if self.element in _ORDER else len(_ORDER)
        return (self.package, list(Kind).index(self.kind), element, self.full_name, self.text)
