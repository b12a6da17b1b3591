"""`ego:ignore RULE reason`, a line of a comment: the rule says nothing about the element and what is in it.

On `syntax`, `edition` or `package` it is about the whole file. Generated comments never show such a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.catalog.tags import HEAD, IGNORE, Tag, place
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import File, Schema
from protoc_gen_ego.schema.source import Path, text

_LINE = re.compile(IGNORE)
DOCS = frozenset(
    {"DOCS_LINK_DEAD", "DOCS_REFERENCE_UNRESOLVED", "DOCS_SAYS_NOTHING", "DOCS_UNDOCUMENTED"}
)
"""Rules that `ego docs --check` judges by, and asks about such lines itself."""


class Ignore(NamedTuple):
    """One such line."""

    file: File
    path: Path | None  # of the element, as in SourceCodeInfo; None: the comment belongs to none
    rule: str  # '' when none is named
    reason: str
    position: Position


class Index:
    """The lines with a reason, by what they are about: there may be thousands, and as many findings."""

    def __init__(self, lines: Iterable[Ignore]) -> None:
        self._lines: dict[tuple[str, str, Path], Ignore] = {}
        for line in lines:
            if line.reason and line.path is not None:
                self._lines.setdefault((line.file.name, line.rule, line.path), line)

    def covering(self, problem: Problem) -> Ignore | None:
        """The line on the problem's element or, from the inside out, on what it is in."""
        if problem.node is None or not self._lines:
            return None
        path = problem.node.path
        for size in range(len(path), -1, -1):
            line = self._lines.get((problem.node.file.name, problem.rule, path[:size]))
            if line is not None:
                return line
        return None


class Ignores(NamedTuple):
    """What the rules about ignoring look at."""

    lines: tuple[Ignore, ...] = ()
    used: frozenset[Ignore] = frozenset()
    judged: frozenset[str] = frozenset()  # rules that would have found what there is to ignore
    known: frozenset[str] = frozenset()  # rules that can be ignored
    always: frozenset[str] = frozenset()  # rules that cannot


def find(schema: Schema) -> tuple[Ignore, ...]:
    """The ignore lines of all files that are not imports."""
    return tuple(ignore for file in schema.to_generate for ignore in of_file(file))


def of_file(file: File) -> Iterator[Ignore]:
    """The ignore lines of a file."""
    info = file.descriptor.source_code_info
    if b"ego:ignore" not in info.SerializeToString():
        return
    for location in info.location:
        path: Path = tuple(location.path)
        scope = () if path in HEAD else path
        for comment, trailing in (
            (text(location.leading_comments), False),
            (text(location.trailing_comments), True),
        ):
            for match in _LINE.finditer(comment):
                tag = Tag("ego:ignore", "", match.start("mark"), comment, trailing)
                where = place(file, file.source.span(path), tag)
                yield _ignore(file, scope, match, where)
        for detached in location.leading_detached_comments:
            for match in _LINE.finditer(text(detached)):
                span = file.source.span(path)  # a descriptor does not say where the comment is
                where = Position(file.name, span.line + 1, span.column + 1)
                yield _ignore(file, () if scope == () else None, match, where)


def _ignore(file: File, path: Path | None, line: re.Match[str], where: Position) -> Ignore:
    rule, _, reason = line["rest"].strip().partition(" ")
    return Ignore(file, path, rule, reason.strip(), where)
