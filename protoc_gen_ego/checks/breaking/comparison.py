"""The base and what became of it: which error is which, and which are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.checks.breaking.declared import Declared, declared
from protoc_gen_ego.checks.breaking.values import Values
from protoc_gen_ego.checks.side import Side
from protoc_gen_ego.schema import Enum, EnumValue, Node
from protoc_gen_ego.schema.lazy import lazy


class Gone(NamedTuple):
    """An error of the base that is none any more."""

    code: ErrorCode  # as it was
    enum: Enum | None  # where it was declared, if that is still there
    value: EnumValue | None  # the value, if that is still there: it lost its code
    successor: ErrorCode | None  # the same error under another name

    def place(self, comparison: Comparison) -> Node | None:
        """The element to report it at: the value, the enum, the file; None when all are gone."""
        files = comparison.now.schema.by_name
        return self.value or self.enum or files.get(self.code.value.file.name)


class Comparison:
    """Two sides, linked: `before` is the base, `now` the tree."""

    def __init__(self, before: Side, now: Side, identity: str = "ego") -> None:
        self.before = before
        self.now = now
        self._by_identity = identity == "aip"
        self._values: dict[Enum, Values] = {}

    @lazy
    def pairs(self) -> tuple[tuple[ErrorCode, ErrorCode], ...]:
        """(before, now) of every error that is still there, imported ones left out."""
        return tuple((old, new) for old in self._released if (new := self._now_of(old)) is not None)

    @lazy
    def gone(self) -> tuple[Gone, ...]:
        """The errors that are not there any more, renamed ones included."""
        return tuple(self._gone(old) for old in self._released if self._now_of(old) is None)

    @lazy
    def enums(self) -> tuple[tuple[Enum, Enum], ...]:
        """(before, now) of every enum that is on both sides and has, or had, error codes; imported ones left out."""
        found = {
            error_enum.enum.full_name: (error_enum.enum, now)
            for error_enum in self.before.catalog.enums
            if error_enum.enum.file.generate
            and (now := self._enum(error_enum.enum.full_name)) is not None
        }
        fresh = {name: enum for name, enum in self._error_enums.items() if name not in found}
        if fresh:
            plain = (enum for file in self.before.schema.to_generate for enum in file.all_enums)
            found |= {e.full_name: (e, fresh[e.full_name]) for e in plain if e.full_name in fresh}
        return tuple(found.values())

    @lazy
    def renamed(self) -> Mapping[str, ErrorCode]:
        """The errors that have another name now, by that name: what they were."""
        return {gone.successor.full_name: gone.code for gone in self.gone if gone.successor}

    @lazy
    def declared(self) -> Declared:
        """What the methods declare on one side only."""
        return declared(self.before.catalog, self.now.catalog, self.renamed)

    @property
    def _released(self) -> Iterator[ErrorCode]:
        return (code for code in self.before.catalog.codes if code.value.file.generate)

    @lazy
    def _by_name(self) -> Mapping[str, ErrorCode]:
        return {code.full_name: code for code in self.now.catalog.codes}

    @lazy
    def _by_reason(self) -> Mapping[tuple[str, str], ErrorCode]:
        return {(code.domain, code.reason): code for code in self.now.catalog.codes}

    def _now_of(self, old: ErrorCode) -> ErrorCode | None:
        """The same error now; under `identity=aip` it may have moved to another package of its domain."""
        new = self._by_name.get(old.full_name)
        if new is None and self._by_identity:
            return self._by_reason.get((old.domain, old.reason))
        return new

    @lazy
    def _error_enums(self) -> Mapping[str, Enum]:
        return {found.enum.full_name: found.enum for found in self.now.catalog.enums}

    @lazy
    def _all_enums(self) -> Mapping[str, Enum]:
        return {enum.full_name: enum for file in self.now.schema.files for enum in file.all_enums}

    def _enum(self, full_name: str) -> Enum | None:
        """An enum as it is now; most are still error enums, so the others are looked for last."""
        return self._error_enums.get(full_name) or self._all_enums.get(full_name)

    def values(self, enum: Enum) -> Values:
        """The values of an enum of either side."""
        if enum not in self._values:
            self._values[enum] = Values(enum)
        return self._values[enum]

    def _gone(self, old: ErrorCode) -> Gone:
        before = old.value.parent
        enum = self._enum(before.full_name)
        if enum is None:
            return Gone(old, None, None, None)
        kept = self.values(enum).by_name.get(old.name)
        return Gone(old, enum, kept, None if kept else self._successor(old, before, enum))

    def _successor(self, old: ErrorCode, before: Enum, now: Enum) -> ErrorCode | None:
        """The new name of an error: a new value of its number that says the same."""
        for value in self.values(now).by_number.get(old.value.number, ()):
            new = self._by_name.get(value.full_name)
            fresh = value.name not in self.values(before).by_name
            if new is not None and fresh and _same(old, new):
                return new
        return None


def _same(old: ErrorCode, new: ErrorCode) -> bool:
    same_text = old.message == new.message or bool(old.comment and old.comment == new.comment)
    return old.status == new.status and same_text
