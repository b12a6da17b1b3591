"""Comments as HTML: every text is escaped, every URL was checked when the comment was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

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


def html(prose: Prose, find: Find) -> Markup:
    """A whole comment as block elements."""
    if not prose:
        return Markup()
    if _is_plain(prose):
        return Markup(f"<p>{escape(prose.text)}</p>".replace("\n\n", "</p><p>"))
    return blocks(prose.blocks, find)


def summary(prose: Prose, find: Find) -> Markup:
    """The first sentence, without an element around it."""
    if _is_plain(prose):
        told = first_words(prose.text)
        if told is not None:
            return escape(told)
    return inline(prose.summary, find)


def blocks(found: Iterable[Block], find: Find) -> Markup:
    """Blocks one after the other."""
    return Markup("").join([_block(block, find) for block in found])


def _is_plain(prose: Prose) -> bool:
    """Nothing but paragraphs of words: a verbatim comment may still have code spans in it."""
    return prose.verbatim and "`" not in prose.text


def _block(block: Block, find: Find) -> Markup:
    if isinstance(block, Paragraph):
        return Markup("<p>{}</p>").format(inline(block.content, find))
    if isinstance(block, Title):  # the page has headings of its own
        return Markup("<p><strong>{}</strong></p>").format(inline(block.content, find))
    if isinstance(block, Code):
        return Markup("<pre><code>{}</code></pre>").format(block.text)
    if isinstance(block, Quote):
        return Markup("<blockquote>{}</blockquote>").format(blocks(block.blocks, find))
    return _list(block, find)


def _list(block: ListOf, find: Find) -> Markup:
    items = Markup("").join(
        [Markup("<li>{}</li>").format(_item(item, find)) for item in block.items]
    )
    if block.start is None:
        return Markup("<ul>{}</ul>").format(items)
    return Markup('<ol start="{}">{}</ol>').format(block.start, items)


def _item(item: tuple[Block, ...], find: Find) -> Markup:
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return inline(item[0].content, find)
    return blocks(item, find)


def inline(content: Iterable[Inline], find: Find) -> Markup:
    """Content of a line."""
    return Markup("").join([_piece(piece, find) for piece in content])


def _piece(piece: Inline, find: Find) -> Markup:
    if isinstance(piece, Text):
        return escape(piece.text)
    if isinstance(piece, CodeSpan):
        return Markup("<code>{}</code>").format(piece.text)
    if isinstance(piece, Emphasis):
        name = Markup("strong" if piece.strong else "em")
        return Markup("<{0}>{1}</{0}>").format(name, inline(piece.content, find))
    if isinstance(piece, BadLink):
        return inline(piece.content, find)
    label = Markup("").join([_label(one) for one in piece.content])
    if isinstance(piece, Link):
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(piece.url, label)
    assert isinstance(piece, Reference)
    url = find(piece.name)
    if plain(piece.content) == piece.name:
        label = Markup("<code>{}</code>").format(piece.name)
    return Markup('<a href="{}">{}</a>').format(url, label) if url else label


def _label(piece: Inline) -> Markup:
    """What may stand in a link: no other link."""
    if isinstance(piece, CodeSpan):
        return Markup("<code>{}</code>").format(piece.text)
    return escape(plain((piece,)))
