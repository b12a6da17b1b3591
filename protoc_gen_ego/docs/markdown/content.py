"""Comments as Markdown: blocks for a page, one line for a cell of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from protoc_gen_ego.docs.blocks import Block, Code, ListOf, Paragraph, Quote, Title
from protoc_gen_ego.docs.inline import (
    BadLink,
    CodeSpan,
    Emphasis,
    Inline,
    Link,
    Reference,
    Text,
    plain,
)
from protoc_gen_ego.docs.markdown.text import code, escaped, fenced, line_start, link
from protoc_gen_ego.docs.prose import Prose, first_words

Find = Callable[[str], str]  # a name in a comment -> relative URL; '' when it leads nowhere


def line(content: Iterable[Inline], find: Find, *, cell: bool = False) -> str:
    """Content on one line."""
    return "".join([_piece(piece, find, cell) for piece in content]).strip()


def _piece(piece: Inline, find: Find, cell: bool) -> str:
    if isinstance(piece, Text):
        return escaped(piece.text)
    if isinstance(piece, CodeSpan):
        return code(piece.text, cell=cell)
    if isinstance(piece, Link):
        if plain(piece.content) == piece.url:
            return link(escaped(piece.url), piece.url)
        return link(_label(piece.content, cell), piece.url)
    if isinstance(piece, Reference):
        url = find(piece.name)
        label = _label(piece.content, cell)
        return link(label, url) if url else label
    if isinstance(piece, Emphasis):
        inner = line(piece.content, find, cell=cell)
        mark = "**" if piece.strong else "*"
        return f"{mark}{inner}{mark}" if inner else ""
    return _label(piece.content, cell)


def _label(content: Iterable[Inline], cell: bool) -> str:
    """The text of a link: no link inside of it."""
    return line([_unlinked(piece) for piece in content], _nowhere, cell=cell)


def _unlinked(piece: Inline) -> Inline:
    return Text(plain(piece.content)) if isinstance(piece, (Link, BadLink, Reference)) else piece


def _nowhere(_name: str) -> str:
    return ""


def blocks(prose: Prose, find: Find) -> list[str]:
    """A comment as lines of a page, with an empty line before each block."""
    if prose.verbatim:
        return ["", prose.text] if prose.text else []
    return _blocks(prose.blocks, find)


def _blocks(found: Iterable[Block], find: Find) -> list[str]:
    out: list[str] = []
    for block in found:
        if isinstance(block, Paragraph):
            shown = line_start(line(block.content, find))
            out += ["", shown] if shown else []
        elif isinstance(block, Title):  # the page has headings of its own
            shown = line(block.content, find)
            out += ["", f"**{shown}**"] if shown else []
        elif isinstance(block, Code):
            out += ["", *fenced(block.text, block.language)]
        elif isinstance(block, Quote):
            inner = _blocks(block.blocks, find)
            out += ["", *(f"> {text}".rstrip() for text in inner[1:])] if inner else []
        else:
            out += ["", *_list(block, find)]
    return out


def _list(block: ListOf, find: Find) -> list[str]:
    out: list[str] = []
    for place, item in enumerate(block.items):
        mark = "- " if block.start is None else f"{block.start + place}. "
        inner = _blocks(item, find)[1:] or [""]
        out.append((mark + inner[0]).rstrip())
        indent = " " * len(mark)
        out += [f"{indent}{text}" if text else "" for text in inner[1:]]
    return out


def cell(prose: Prose, find: Find) -> str:
    """A comment for a cell of a table: all of it when it is one paragraph, else its first sentence."""
    if not fits_cell(prose):
        return summary(prose, find)
    return prose.text if prose.verbatim else line(prose.lead, find, cell=True)


def sentences(told: str, notes: list[str]) -> str:
    """A comment and what else is to be said, as sentences on one line."""
    if told and notes and told[-1] not in _ENDS:
        told += "."
    return " ".join([*filter(None, (told,)), *notes])


_ENDS = frozenset(".!?:;。！？：；")


def fits_cell(prose: Prose) -> bool:
    """Whether a cell shows all of a comment."""
    if prose.verbatim:
        return "\n" not in prose.text
    return len(prose.blocks) == 1 and bool(prose.lead)


def summary(prose: Prose, find: Find) -> str:
    """The first sentence for a cell of a table."""
    if prose.verbatim:
        found = first_words(prose.text)
        if found is not None:
            return found
    return line(prose.summary, find, cell=True)
