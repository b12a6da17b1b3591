"""A comment as a document: paragraphs, lists, code, quotations, and the references in them.

Comments are Markdown written by strangers. The part of CommonMark that people use in comments is read into values, and
everything else is text: what is written from the values cannot hold more than they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from protoc_gen_ego.catalog.tags import scan
from protoc_gen_ego.docs.blocks import Block, Code, ListOf, Paragraph, Quote, parse_blocks
from protoc_gen_ego.docs.inline import Inline, Text, plain, walk

if TYPE_CHECKING:
    from protoc_gen_ego.schema import Comments
    from protoc_gen_ego.schema.source import Path

# Lines that mean nothing but their words and their code spans: written as Markdown, they are what they were. Most are.
_HIDDEN = r"\x7f-\xa0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_ORDINARY = rf"[^\x00-\x1f{_HIDDEN}\\`*_\[\]<>&|~${{}}@#:]"
_SPECIAL = r"(?:`[^\x00-\x1f`|\\{]+`|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|:(?![/i_]))"
_LINE = rf" ?(?!\d+[.)])(?:[^\W_]|[\"'(]|(?=`)){_ORDINARY}*(?:{_SPECIAL}{_ORDINARY}*)*"
_NEVER = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\\*\[\]<>&|~${}@#]")
_MEANINGLESS = bytes(
    c for c in range(10, 127) if c == 10 or (not _NEVER.match(chr(c)) and chr(c) not in "`_:")
)
# In comments that are joined by \x01: a line that does not begin with a word, or two empty ones.
_ODD_LINE = re.compile(r"\n(?! [A-Za-z\"'(]|\n [A-Za-z\"'(]|\x01|\Z)")
_VERBATIM = re.compile(rf"{_LINE}(?:\n{{1,2}}{_LINE})*\n*")
_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SENTENCE = re.compile(r"[.!?。！？](?=\s|$)|[。！？]")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|cf|vs|etc|approx|resp)\.$", re.IGNORECASE)
_ABBREVIATED = ("e.g.", "i.e.", "cf.", "vs.", "etc.", "approx.", "resp.")
_ENDS = (".", "?", "!")
_LICENCE = re.compile(
    r"(?i)copyright|\(c\)|SPDX-License-Identifier|licensed under|all rights reserved"
)


class Prose:
    """What people wrote about an element; tags and ignore lines are not part of it."""

    __slots__ = ("_blocks", "text", "verbatim")

    def __init__(self, text: str, verbatim: bool = False) -> None:
        self.text = text  # Markdown as written, without comment marks; '' when there is none
        self.verbatim = (
            verbatim  # nothing but paragraphs, one a line, that as Markdown are what they are
        )
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
        blocks = self.blocks
        return blocks[0].content if blocks and isinstance(blocks[0], Paragraph) else ()

    @property
    def summary(self) -> tuple[Inline, ...]:
        """The first sentence."""
        return first_sentence(self.lead)

    @property
    def pieces(self) -> Iterator[Inline]:
        """All pieces of all lines, for whoever looks for links or references."""
        if not self.verbatim:
            yield from _pieces(self.blocks)


NOTHING = Prose("", True)


def read(comments: Comments) -> Prose:
    """The prose of an element's comments."""
    leading, trailing, _ = comments
    return of_leading(leading) if not trailing else _read(leading, trailing)


def read_all(comments: Iterable[tuple[Path, str, str]]) -> dict[Path, Prose]:
    """The prose of all elements of a file; as `read` for each, and much quicker.

    Most comments are plain, so they are looked through and joined all at once.
    """
    found: dict[Path, Prose] = {}
    paths: list[Path] = []
    texts: list[str] = []
    for path, leading, trailing in comments:
        if trailing or "\x01" in leading or not (leading.isascii() and leading[1:2].isalpha()):
            found[path] = _read(leading, trailing) if trailing else of_leading(leading)
        else:
            paths.append(path)
            texts.append(leading)
    together = "\x01".join(texts)
    # What is left of a comment without the characters that mean nothing: mostly nothing.
    left = together.encode("ascii").translate(None, _MEANINGLESS).split(b"\x01")
    odd = _odd_lines(together)
    joined = together.replace("\n\n ", "\x02").replace("\n ", " ").split("\x01")
    for place, path in enumerate(paths):
        if left[place] or place in odd:
            found[path] = of_leading(texts[place])
        else:
            text = joined[place].strip()
            found[path] = Prose(text.replace("\x02", "\n\n") if "\x02" in text else text, True)
    return found


def _odd_lines(together: str) -> set[int]:
    """Which of the comments have a line that may be more than the next line of a paragraph."""
    odd: set[int] = set()
    place = end = 0
    for hit in _ODD_LINE.finditer(together):
        start = hit.start()
        place += together.count("\x01", end, start)
        end = start
        odd.add(place)
    return odd


def of_leading(leading: str) -> Prose:
    """As `read`, when there is no trailing comment."""
    if not leading:
        return NOTHING
    return Prose(_joined(leading), True) if _is_verbatim(leading) else _read(leading, "")


def _is_verbatim(text: str) -> bool:
    return not _NEVER.search(text) and _VERBATIM.fullmatch(text) is not None


def _read(leading: str, trailing: str) -> Prose:
    parts = (scan(_clean(part))[1] for part in (leading, trailing) if part)
    return of_text("\n\n".join(filter(None, parts)))


def _joined(text: str) -> str:
    """Paragraphs of a plain comment, each on one line."""
    text = text.strip().replace("\n ", "\n")
    if "\n\n" not in text:
        return text.replace("\n", " ")
    return "\n\n".join([part.replace("\n", " ") for part in text.split("\n\n")])


def of_text(text: str) -> Prose:
    """Prose from text without comment marks and tags."""
    if not text:
        return NOTHING
    if _is_verbatim(text):
        return Prose(_joined(text), True)
    if not text.isascii() or not text.replace("\n", "").isprintable():
        text = _CONTROL.sub("\ufffd", _BREAK.sub("\n", text.expandtabs(4)))
    return Prose(text)


def of_file(comments: Comments) -> Prose:
    """The prose of a file; the notice of a licence is not about the interface."""
    found = read(comments)
    if _LICENCE.search(found.text[:400]):
        kept = [part for part in found.text.split("\n\n") if not _LICENCE.search(part)]
        return of_text("\n\n".join(kept)) if len(kept) < 3 else NOTHING
    return found


def first_words(text: str) -> str | None:
    """The first sentence of plain text; None when that takes a closer look.

    >>> first_words("Reads it. Then more."), first_words("See e.g. this. Then more.")
    ('Reads it.', None)
    """
    text = text.partition("\n")[0]
    end = text.find(". ")
    if not text.isascii() or "? " in text or "! " in text:
        return None
    if end < 0:
        return text
    return None if text.endswith(_ABBREVIATED, 0, end + 1) else text[: end + 1]


def first_sentence(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The content up to the end of its first sentence.

    >>> first_sentence((Text("Reads e.g. one user. Then more."),))
    (Text(text='Reads e.g. one user.'),)
    """
    found: list[Inline] = []
    for piece in content:
        if isinstance(piece, Text):
            told = first_words(piece.text)
            if told is not None and len(told) < len(piece.text):
                return (*found, Text(told))
            if told is not None and piece.text[-1:] not in _ENDS:
                found.append(piece)
                continue
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
    if comment.isascii() and comment.replace("\n", "").isprintable():
        return comment
    return _BREAK.sub("\n", comment.expandtabs(4))


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Quote):
            yield from _pieces(block.blocks)
        elif isinstance(block, ListOf):
            for item in block.items:
                yield from _pieces(item)
        elif not isinstance(block, Code):
            yield from walk(block.content)
