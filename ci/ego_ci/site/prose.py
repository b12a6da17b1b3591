"""Comments as HTML: every text is escaped, every URL was checked when the comment was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ego_ci.site.html import escape
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
from protoc_gen_ego.docs.prose import Prose, first_words

Find = Callable[[str], str]
"""A name in a comment -> URL; '' when it leads nowhere."""
_SPAN, _CODE = re.compile("`([^`]+)`"), r"<code>\1</code>"
"""Code in a verbatim comment, which has no other marks."""


def html(prose: Prose, find: Find) -> str:
    """A whole comment as block elements."""
    return verbatim(prose) if prose.verbatim else blocks(prose.blocks, find)


def verbatim(prose: Prose) -> str:
    """A comment of nothing but paragraphs of words and code, as block elements; '' for none."""
    text = prose.text
    if not text:
        return ""
    told = f"<p>{escape(text)}</p>"
    if "`" in text:
        if "``" in text or any(span[0] == " " for span in _SPAN.findall(text)):
            return blocks(prose.blocks, _nowhere)
        told = _SPAN.sub(_CODE, told)
    return told.replace("\n\n", "</p><p>") if "\n" in text else told


def summary(prose: Prose, find: Find) -> str:
    """The first sentence, without an element around it."""
    if prose.verbatim and "`" not in prose.text:
        told = first_words(prose.text)
        if told is not None:
            return escape(told)
    return inline(prose.summary, find)


def blocks(found: Iterable[Block], find: Find) -> str:
    """Blocks one after the other."""
    return "".join([_block(block, find) for block in found])


def _block(block: Block, find: Find) -> str:
    if isinstance(block, Paragraph):
        shown = inline(block.content, find)
        return f"<p>{shown}</p>" if shown else ""
    if isinstance(block, Title):  # the page has headings of its own
        shown = inline(block.content, find)
        return f"<p><strong>{shown}</strong></p>" if shown else ""
    if isinstance(block, Code):
        return f"<pre><code>{escape(block.text)}</code></pre>"
    if isinstance(block, Quote):
        inner = blocks(block.blocks, find)
        return f"<blockquote>{inner}</blockquote>" if inner else ""
    return _list(block, find)


def _list(block: ListOf, find: Find) -> str:
    items = "".join([f"<li>{_item(item, find)}</li>" for item in block.items])
    return f"<ul>{items}</ul>" if block.start is None else f'<ol start="{block.start}">{items}</ol>'


def _item(item: tuple[Block, ...], find: Find) -> str:
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return inline(item[0].content, find)
    return blocks(item, find)


def inline(content: Iterable[Inline], find: Find) -> str:
    """Content of a line."""
    return "".join([_piece(piece, find) for piece in content])


def _piece(piece: Inline, find: Find) -> str:
    if isinstance(piece, Text):
        return escape(piece.text)
    if isinstance(piece, CodeSpan):
        return f"<code>{escape(piece.text)}</code>"
    if isinstance(piece, Emphasis):
        name = "strong" if piece.strong else "em"
        return f"<{name}>{inline(piece.content, find)}</{name}>"
    if isinstance(piece, BadLink):
        return inline(piece.content, find)
    if isinstance(piece, Link):
        label = "".join([_label(one) for one in piece.content])
        return f'<a href="{escape(piece.url)}" rel="noopener noreferrer">{label}</a>'
    return _reference(piece, find)


def _reference(piece: Reference, find: Find) -> str:
    url = find(piece.name)
    if plain(piece.content) == piece.name:
        label = f"<code>{escape(piece.name)}</code>"
    else:
        label = "".join([_label(one) for one in piece.content])
    return f'<a href="{escape(url)}">{label}</a>' if url else label


def _label(piece: Inline) -> str:
    """What may stand in a link: no other link."""
    if isinstance(piece, CodeSpan):
        return f"<code>{escape(piece.text)}</code>"
    return escape(plain((piece,)))


def _nowhere(_name: str) -> str:
    return ""
