"""Comments as HTML, made by cmark of GitHub in its safe mode: no raw HTML, no URL with a scheme that runs.

It is given the Markdown that the docs model writes of a comment: the same as on the pages of `docs:markdown`, in which
every character of a text stands for itself and every URL was checked. Only words without any mark are escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cmarkgfm  # type: ignore[import-untyped]

from ego_ci.site.html import escape
from protoc_gen_ego.docs.inline import Inline, plain
from protoc_gen_ego.docs.markdown import content
from protoc_gen_ego.docs.markdown.text import line_start
from protoc_gen_ego.docs.prose import Prose, first_words

Find = Callable[[str], str]
"""A name in a comment -> URL; '' when it leads nowhere."""


def html(prose: Prose, find: Find) -> str:
    """A whole comment as block elements."""
    return verbatim(prose) if prose.verbatim else _made("\n".join(content.blocks(prose, find)))


def verbatim(prose: Prose) -> str:
    """A comment of nothing but paragraphs of words and code, as block elements; '' for none."""
    text = prose.text
    if not text:
        return ""
    if "`" in text or "  \n" in text:  # two spaces at its end break a line
        return _made(text)
    told = f"<p>{escape(text)}</p>"
    return told.replace("\n\n", "</p><p>") if "\n" in text else told


def summary(prose: Prose, find: Find) -> str:
    """The first sentence, without an element around it."""
    if prose.verbatim and "`" not in prose.text:
        told = first_words(prose.text)
        if told is not None:
            return escape(told)
    return inline(prose.summary, find)


def inline(pieces: Iterable[Inline], find: Find) -> str:
    """Content of a line, without an element around it."""
    known = tuple(pieces)
    made = _made(line_start(content.line(known, find)))
    if made.startswith("<p>") and made.endswith("</p>") and "</p>" not in made[:-4]:
        return made[3:-4]
    return escape(plain(known))


def _made(markdown: str) -> str:
    """Markdown as HTML."""
    try:
        made: str = cmarkgfm.markdown_to_html(markdown)
    except UnicodeEncodeError:  # half a pair, which a name can have that is no UTF-8
        made = cmarkgfm.markdown_to_html(markdown.encode("utf-8", "replace").decode())
    # A `<` of a text is `&lt;` here.
    return made.rstrip("\n").replace('<a href="http', '<a rel="noopener noreferrer" href="http')
