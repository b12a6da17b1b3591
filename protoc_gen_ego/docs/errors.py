"""The error codes as documentation shows them: per method, and all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from protoc_gen_ego.catalog import Catalog, ErrorCode, ErrorEnum
from protoc_gen_ego.docs.advice import Advice, advice
from protoc_gen_ego.docs.prose import Prose, of_text
from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.status import BY_NAME


class DeclaredError(NamedTuple):
    """An error that a method declares."""

    name: str  # as written
    code: ErrorCode | None  # None: nothing here has this name
    advice: Advice | None  # what a caller of this method should do

    @property
    def http(self) -> int:
        """The HTTP status; 0 when the code is not known."""
        return BY_NAME[self.code.status].http if self.code else 0


class ErrorEntry(NamedTuple):
    """A code of the catalogue."""

    code: ErrorCode
    http: int
    advice: Advice
    raised_by: tuple[str, ...]  # full names of the methods that declare it, sorted

    @property
    def prose(self) -> Prose:
        """What people wrote about it."""
        return of_text(self.code.comment)


class ErrorGroup(NamedTuple):
    """The codes of one enum."""

    enum: ErrorEnum
    entries: tuple[ErrorEntry, ...]

    @property
    def package(self) -> str:
        """The package that the enum is in."""
        return self.enum.enum.file.package

    @property
    def prose(self) -> Prose:
        """What people wrote about the enum."""
        return of_text(self.enum.comment)


class Errors:
    """All error codes of the documented files."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return any(enum.codes and enum.enum.file.generate for enum in self.catalog.enums)

    @property
    def documented(self) -> Iterator[str]:
        """Full names of the codes that the catalogue has."""
        for enum in self.catalog.enums:
            if enum.enum.file.generate:
                yield from (code.full_name for code in enum.codes)

    @lazy
    def groups(self) -> tuple[ErrorGroup, ...]:
        """The catalogue: enums sorted by package and name, codes by status, then name."""
        enums = [e for e in self.catalog.enums if e.codes and e.enum.file.generate]
        enums.sort(key=lambda enum: (enum.enum.file.package, enum.enum.full_name))
        return tuple(ErrorGroup(enum, tuple(map(self.entry, _sorted(enum)))) for enum in enums)

    def entry(self, code: ErrorCode) -> ErrorEntry:
        """A code with what follows from it."""
        methods = self.catalog.declared_by.get(code.full_name, ())
        names = tuple(sorted({method.full_name for method in methods if method.file.generate}))
        return ErrorEntry(code, BY_NAME[code.status].http, advice(code.status), names)

    def has(self, enum: str) -> bool:
        """Whether an enum, by its full name, declares error codes."""
        return enum in self._enums

    def code(self, full_name: str) -> ErrorCode | None:
        """The code of this name."""
        return self._by_name.get(full_name)

    def of_method(self, full_name: str, *, idempotent: bool) -> tuple[DeclaredError, ...]:
        """The errors that a method declares."""
        return tuple(
            DeclaredError(name, code, advice(code.status, idempotent=idempotent) if code else None)
            for name, code in self._by_method.get(full_name, ())
        )

    @lazy
    def _enums(self) -> frozenset[str]:
        return frozenset(error_enum.enum.full_name for error_enum in self.catalog.enums)

    @lazy
    def _by_name(self) -> dict[str, ErrorCode]:
        return {code.full_name: code for code in self.catalog.codes}

    @lazy
    def _by_method(self) -> dict[str, list[tuple[str, ErrorCode | None]]]:
        found: dict[str, list[tuple[str, ErrorCode | None]]] = {}
        for reference in self.catalog.references:
            found.setdefault(reference.method.full_name, []).append(
                (reference.text, reference.code)
            )
        return found


def _sorted(enum: ErrorEnum) -> list[ErrorCode]:
    return sorted(enum.codes, key=lambda code: (BY_NAME[code.status].number, code.name))
