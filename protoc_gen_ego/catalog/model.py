"""What an error code is, and what the catalog knows about all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import Enum, EnumValue, File, Method, Node
from protoc_gen_ego.schema.lazy import lazy

Identity = Literal["ego", "aip"]  # reason = full name of the value | name of the value (AIP-193)


class ErrorCode(NamedTuple):
    """One declared error."""

    value: EnumValue  # where it is declared
    reason: str  # google.rpc.ErrorInfo.reason
    domain: str  # google.rpc.ErrorInfo.domain
    status: str  # gRPC status by its canonical name, never OK
    message: str  # template: `{key}` is filled from the metadata; '' when none is declared
    i18n: tuple[tuple[str, str], ...]  # (BCP-47 tag, template), sorted
    metadata: tuple[str, ...]  # keys, in declaration order
    comment: str  # without the tags
    deprecated: bool

    @property
    def name(self) -> str:
        """The value's name: `USER_ERR_NOT_FOUND`."""
        return self.value.name

    @property
    def full_name(self) -> str:
        """The value's full name: `shop.user.v1.USER_ERR_NOT_FOUND`."""
        return self.value.full_name

    @property
    def position(self) -> Position:
        """Where the value is declared."""
        return self.value.position


class ErrorEnum(NamedTuple):
    """An enum with error codes."""

    enum: Enum
    domain: str
    comment: str  # without the tags
    codes: tuple[ErrorCode, ...]


class Reference(NamedTuple):
    """An error that a method declares."""

    method: Method
    text: str  # as written
    position: Position
    code: ErrorCode | None  # None: nothing in the request has this name
    package_known: bool  # whether this run generates for the package that the name would be in


class Problem(NamedTuple):
    """Something wrong with an annotation; the rule of this id turns it into a diagnostic."""

    rule: str
    position: Position
    message: str
    remedy: str = ""
    related: tuple[tuple[Position, str], ...] = ()
    node: Node | None = None  # the element it is about
    before: Node | None = None  # the same in the base, for what changed

    @property
    def subject(self) -> str:
        """Full name of what it is about, as it was released if it changed; '' when that is not known."""
        node = self.before or self.node
        return node.full_name if node else ""


class Catalog:
    """All error codes of a request, the methods that declare them, and what was wrong with the annotations."""

    def __init__(
        self,
        enums: tuple[ErrorEnum, ...],
        references: tuple[Reference, ...],
        problems: tuple[Problem, ...],
    ) -> None:
        self.enums = enums
        self.references = references
        self.problems = problems

    @lazy
    def codes(self) -> tuple[ErrorCode, ...]:
        """All codes, by file and then in declaration order."""
        return tuple([code for enum in self.enums for code in enum.codes])

    @lazy
    def by_file(self) -> Mapping[str, tuple[ErrorEnum, ...]]:
        """The error enums by the path of their file."""
        found: dict[str, list[ErrorEnum]] = {}
        for enum in self.enums:
            found.setdefault(enum.enum.file.name, []).append(enum)
        return {path: tuple(enums) for path, enums in found.items()}

    @lazy
    def declared_by(self) -> Mapping[str, tuple[Method, ...]]:
        """The methods that declare a code, by the code's full name."""
        found: dict[str, list[Method]] = {}
        for reference in self.references:
            if reference.code:
                found.setdefault(reference.code.full_name, []).append(reference.method)
        return {name: tuple(methods) for name, methods in found.items()}

    def enums_of(self, file: File) -> tuple[ErrorEnum, ...]:
        """The error enums of one file."""
        return self.by_file.get(file.name, ())
