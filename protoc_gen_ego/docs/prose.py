"""A comment as a document: paragraphs, lists, code, quotations, and the references in them.

Comments are Markdown written by strangers. The part of CommonMark that people use in comments is read into values, and
everything else is text: what is written from the values cannot hold more than they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from protoc_gen_ego.catalog.tags import scan
from protoc_gen_ego.docs.blocks import Block, Code, ListOf, Paragraph, Quote, parse_blocks
from protoc_gen_ego.docs.inline import Inline, Text, plain, walk

if TYPE_CHECKING:
    from protoc_gen_ego.schema import Comments

# A line that means nothing but its words and its code spans: written as Markdown, it is what it was. Most lines are.
_HIDDEN = r"\x7f-\xa0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_ORDINARY = rf"[^\x00-\x1f{_HIDDEN}\\`*_\[\]<>&|~${{}}@#:]"
_SPECIAL = r"(?:`[^\x00-\x1f`|\\{]+`|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|:(?![/i_]))"
_LINE = rf"[^\S\n]?[^\W\d_]{_ORDINARY}*(?:{_SPECIAL}{_ORDINARY}*)*"
_VERBATIM = re.compile(rf"{_LINE}(?:\n{_LINE})*\n?")
_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SENTENCE = re.compile(r"[.!?。！？](?=\s|$)|[。！？]")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|etc|approx|resp)\.$", re.IGNORECASE)
_LICENCE = re.compile(
    r"(?i)copyright|\(c\)|SPDX-License-Identifier|licensed under|all rights reserved"
)


class Prose:
    """What people wrote about an element; tags and ignore lines are not part of it."""

    __slots__ = ("_blocks", "text", "verbatim")

    def __init__(self, text: str, *, verbatim: bool = False) -> None:
        self.text = text  # Markdown as written, without comment marks; '' when there is none
        self.verbatim = verbatim  # one paragraph that says the same as Markdown
        self._blocks: tuple[Block, ...] | None = None

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The comment, block by block."""
        if self._blocks is None:
            self._blocks = parse_blocks(self.text) if self.text else ()
        return self._blocks

    @property
    def lead(self) -> tuple[Inline, ...]:
        """The first paragraph; empty when the comment begins with something else."""
        first = self.blocks[0] if self.text else None
        return first.content if isinstance(first, Paragraph) else ()

    @property
    def summary(self) -> tuple[Inline, ...]:
        """The first sentence."""
        return first_sentence(self.lead)

    @property
    def pieces(self) -> Iterator[Inline]:
        """All pieces of all lines, for whoever looks for links or references."""
        if not self.verbatim:
            yield from _pieces(self.blocks)


NOTHING = Prose("", verbatim=True)


def read(comments: Comments) -> Prose:
    """The prose of an element's comments."""
    leading, trailing, _ = comments
    if not trailing and _VERBATIM.fullmatch(leading):
        return Prose(" ".join(map(str.strip, leading.rstrip("\n").split("\n"))), verbatim=True)
    parts = (scan(_clean(part))[1] for part in (leading, trailing) if part)
    return of_text("\n\n".join(filter(None, parts)))


def of_text(text: str) -> Prose:
    """Prose from text without comment marks and tags."""
    if not text:
        return NOTHING
    if _VERBATIM.fullmatch(text):
        return Prose(" ".join(map(str.strip, text.split("\n"))), verbatim=True)
    return Prose(_CONTROL.sub("\ufffd", _BREAK.sub("\n", text.expandtabs(4))))


def of_file(comments: Comments) -> Prose:
    """The prose of a file; the notice of a licence is not about the interface."""
    found = read(comments)
    if _LICENCE.search(found.text[:400]):
        kept = [part for part in found.text.split("\n\n") if not _LICENCE.search(part)]
        return of_text("\n\n".join(kept)) if len(kept) < 3 else NOTHING
    return found


def first_sentence(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The content up to the end of its first sentence.

    >>> first_sentence((Text("Reads e.g. one user. Then more."),))
    (Text(text='Reads e.g. one user.'),)
    """
    found: list[Inline] = []
    for piece in content:
        if isinstance(piece, Text):
            for end in _SENTENCE.finditer(piece.text):
                if not _ABBREVIATION.search(piece.text, 0, end.end()):
                    found.append(Text(piece.text[: end.end()]))
                    return tuple(found)
        found.append(piece)
    return tuple(found)


def words(content: tuple[Inline, ...]) -> str:
    """The words of a content, without any markup: for a search index, a title, a page's description."""
    return plain(content)


def _clean(comment: str) -> str:
    if "\t" in comment:
        comment = comment.expandtabs(4)
    return comment if comment.isascii() and "\r" not in comment else _BREAK.sub("\n", comment)


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Quote):
            yield from _pieces(block.blocks)
        elif isinstance(block, ListOf):
            for item in block.items:
                yield from _pieces(item)
        elif not isinstance(block, Code):
            yield from walk(block.content)
