"""The blocks of a comment: paragraphs, lists, code, quotations, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from protoc_gen_ego.docs.inline import Inline, parse_inline


class Paragraph(NamedTuple):
    """A paragraph."""

    content: tuple[Inline, ...]


class Code(NamedTuple):
    """Lines of code, or a table drawn with characters, shown as they stand."""

    text: str  # without the last line break
    language: str


class ListOf(NamedTuple):
    """A list."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None  # the first number; None: bullets


class Quote(NamedTuple):
    """A quotation."""

    blocks: tuple[Block, ...]


class Title(NamedTuple):
    """A heading inside of a comment."""

    content: tuple[Inline, ...]


Block: TypeAlias = "Paragraph | Code | ListOf | Quote | Title"

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[\w+#.-]*)[^`]*$")
_ITEM = re.compile(
    r"(?P<indent> {0,3})(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?P<gap> {1,4}|$)(?=\S|$)"
)
_TITLE = re.compile(r" {0,3}#{1,6}(?:[ ]|$)(?P<text>.*)")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")
_TABLE_LINE = re.compile(r" {0,3}\|?[ :-]*-[ :-]*(?:\|[ :-]*)+$|[+|][-=+|]{3,}$")
_WIDEST = 2000  # characters of a table drawn in a comment
_DEEPEST = 6  # nested lists and quotations; what is deeper is text


def parse_blocks(text: str, depth: int = 0) -> tuple[Block, ...]:
    """The blocks of a text.

    >>> parse_blocks("One.\\nTwo.\\n\\n* a\\n* b")
    (Paragraph(content=(Text(text='One. Two.'),)), ListOf(items=((Paragraph(content=(Text(text='a'),)),), \
(Paragraph(content=(Text(text='b'),)),)), start=None))
    """
    return tuple(_Reader(text.split("\n"), depth).blocks())


class _Reader:
    """Reads lines from the top; every line is looked at a bounded number of times."""

    def __init__(self, lines: Sequence[str], depth: int) -> None:
        self.lines = lines
        self.depth = depth
        self.at = 0

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line[:1].isalpha() and not self._is_table():  # by far the most
                yield from self._paragraph()
            elif not line.strip() or _RULE.match(line):
                self.at += 1
            elif fence := _FENCE.match(line):
                yield self._fenced(fence)
            elif line.startswith("    "):
                yield self._indented()
            elif title := _TITLE.match(line):
                self.at += 1
                yield Title(parse_inline(title["text"].strip().rstrip("#").rstrip()))
            elif line.lstrip(" ").startswith(">") and self.depth < _DEEPEST:
                yield self._quote()
            elif (item := _ITEM.match(line)) and self.depth < _DEEPEST:
                yield self._list(item)
            elif self._is_table():
                yield self._table()
            else:
                yield from self._paragraph()

    def _fenced(self, opening: re.Match[str]) -> Block:
        fence = opening["fence"]
        close = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}} *$")
        found: list[str] = []
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if close.match(line):
                break
            found.append(line)
        return Code("\n".join(found), opening["language"])

    def _indented(self) -> Block:
        found: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and not line.startswith("    "):
                break
            found.append(line[4:])
            self.at += 1
        return Code("\n".join(found).rstrip(), "")

    def _quote(self) -> Block:
        found: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].lstrip(" ")
            if not line.startswith(">"):
                break
            found.append(line[1:].removeprefix(" "))
            self.at += 1
        return Quote(tuple(_Reader(found, self.depth + 1).blocks()))

    def _list(self, first: re.Match[str]) -> Block:
        items: list[tuple[Block, ...]] = []
        ordered = first["number"] is not None
        mark = first["mark"][-1]
        while self.at < len(self.lines):
            item = _ITEM.match(self.lines[self.at])
            if item is None or item["mark"][-1] != mark or (item["number"] is not None) != ordered:
                break
            lines = self._item(item)
            if len(lines) == 1 and lines[0][:1].isalpha():  # most are a line of words
                items.append((Paragraph(parse_inline(lines[0].rstrip())),))
            else:
                items.append(tuple(_Reader(lines, self.depth + 1).blocks()))
        return ListOf(tuple(items), int(first["number"]) if ordered else None)

    def _item(self, item: re.Match[str]) -> list[str]:
        """The lines of one item without its indentation."""
        width = item.end()
        # People often write `* text` and go on with less indentation than CommonMark asks for.
        least = len(item["indent"]) + 1
        found = [self.lines[self.at][width:]]
        self.at += 1
        blank = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            indent = len(line) - len(line.lstrip(" "))
            if not line.strip():
                blank = True
            elif indent >= least or (not blank and not _ITEM.match(line) and not _starts(line)):
                blank = False
                line = line[min(indent, width) :]
            else:
                break
            found.append(line)
            self.at += 1
        return found

    def _is_table(self) -> bool:
        if self.at + 1 >= len(self.lines):
            return False
        line, below = self.lines[self.at], self.lines[self.at + 1]
        return (
            ("|" in line or "|" in below)
            and len(line) + len(below) < _WIDEST
            and bool(_TABLE_LINE.match(below) or (_TABLE_LINE.match(line) and "|" in below))
        )

    def _table(self) -> Block:
        found = [self.lines[self.at].rstrip()]  # the heads of its columns may have no mark
        self.at += 1
        while self.at < len(self.lines) and re.search(r"[|+]", self.lines[self.at]):
            found.append(self.lines[self.at].rstrip())
            self.at += 1
        return Code("\n".join(found), "")

    def _paragraph(self) -> Iterator[Block]:
        found = [self.lines[self.at].strip()]
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line[:1].isalpha() and "|" not in line:
                found.append(line.strip())
                self.at += 1
                continue
            if _UNDERLINE.match(line):
                self.at += 1
                yield Title(parse_inline(" ".join(found)))
                return
            if not line.strip() or _starts(line) or self._is_table():
                break
            item = _ITEM.match(line)
            # A number that is not 1 goes on with the text: `… since\n2024. Then`.
            if item and item.end() < len(line) and item["number"] in (None, "1"):
                break
            found.append(line.strip())
            self.at += 1
        yield Paragraph(parse_inline(" ".join(found)))


def _starts(line: str) -> bool:
    """Whether a line starts a block that interrupts a paragraph."""
    return bool(
        _FENCE.match(line) or _TITLE.match(line) or _RULE.match(line) or line.lstrip(" ")[:1] == ">"
    )
