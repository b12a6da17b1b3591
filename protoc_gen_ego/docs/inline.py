"""What stands in a line of a comment: text, code, emphasis, links, references to elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple, TypeAlias


class Text(NamedTuple):
    """Text without any meaning beyond itself."""

    text: str


class CodeSpan(NamedTuple):
    """Code in a line."""

    text: str


class Emphasis(NamedTuple):
    """Emphasized content."""

    content: tuple[Inline, ...]
    strong: bool


class Link(NamedTuple):
    """A link to a page elsewhere; the URL is http, https or mailto and nothing else."""

    content: tuple[Inline, ...]
    url: str


class BadLink(NamedTuple):
    """A link that is not followed: to a relative path, or with a scheme that is not allowed. Shown as its text."""

    content: tuple[Inline, ...]
    url: str


class Reference(NamedTuple):
    """`[Text][pkg.Type]`, `[pkg.Type][]`, `[Text](#pkg.Type)`: a reference to an element by its name.

    Whoever shows it resolves it.
    """

    content: tuple[Inline, ...]
    name: str


Inline: TypeAlias = "Text | CodeSpan | Emphasis | Link | BadLink | Reference"

_LABEL = r"(?:[^\[\]\\`]|\\.|`[^`\n]{0,300}`){0,500}"
_URL = r"[^()\s]{0,2000}(?:\([^()\s]{0,300}\)[^()\s]{0,300})?"
# What may begin something, and how it goes on from there.
_BEGIN = re.compile(r"[\\`\[<*_&:]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TICKS = re.compile("`+")
_BRACKET = re.compile(
    rf"""\[(?P<label>{_LABEL})\]
    (?: \[(?P<name>[^\[\]]{{0,300}})\] | \((?P<target>{_URL})(?:\s+"[^"]{{0,300}}")?\) )""",
    re.VERBOSE,
)
_ANGLED = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_BARE = re.compile(r"https?://[^\s<>\"'`|\\\[\]{}]{1,2000}")
_STRONG = re.compile(r"\*\*(?=[^\s*])([^*]{1,500}(?<=\S))\*\*")
_STAR = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]{1,500}(?<=\S))\*(?![*\w])")
_LOW = re.compile(r"(?<![_\w])_(?=[^\s_])([^_]{1,500}(?<=\S))_(?![_\w])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NAME = re.compile(r"\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_FRAGMENT = re.compile(r"#[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
# Only the scheme has two cases: folding the case of all these letters takes longer than all other patterns together.
_ALLOWED = re.compile(r"(?i:https?://|mailto:)[!#-;=?-\[\]_a-z~%\u00a1-\ud7ff\ue000-\ufdcf]+")
_AFTER_URL = re.compile(r"[.,;:!?'*_)]+$")
_DEEPEST = 6


def parse_inline(text: str, depth: int = 0) -> tuple[Inline, ...]:
    """A line (or a paragraph with its lines joined) as pieces.

    >>> parse_inline("See [User][shop.User] or `x`.")
    (Text(text='See '), Reference(content=(Text(text='User'),), name='shop.User'), Text(text=' or '), \
CodeSpan(text='x'), Text(text='.'))
    """
    found = _BEGIN.search(text) if depth <= _DEEPEST else None
    if found is None:
        return (Text(text),) if text else ()
    pieces: list[Inline] = []
    said = ""  # text that is not yet a piece
    end = 0
    while found:
        start, stop, made = _piece(text, found.start(), depth)
        if made is None:  # looks like something, and is text
            found = _BEGIN.search(text, max(stop, found.end()))
            continue
        said += text[end:start]
        if isinstance(made, Text):
            said += made.text
        else:
            if said:
                pieces.append(Text(said))
                said = ""
            pieces.append(made)
        end = stop
        found = _BEGIN.search(text, end)
    said += text[end:]
    if said:
        pieces.append(Text(said))
    return tuple(pieces)


def _piece(text: str, at: int, depth: int) -> tuple[int, int, Inline | None]:
    """(start, end, piece) of what begins at a place; None for the piece when it is text after all."""
    first = text[at]
    if first == "`":
        return _code(text, at)
    if first == "[":
        match = _BRACKET.match(text, at)
        if match is None:
            return at, at, None
        start = at - 1 if text[at - 1 : at] == "!" else at  # an image is shown as a link
        return start, match.end(), _bracket(match, depth)
    if first in "*_":
        return _emphasis(text, at, depth)
    if first == ":":
        return _bare(text, at)
    match = _OTHERS[first].match(text, at)
    if match is None:
        return at, at, None
    if first == "\\":
        return at, match.end(), Text(match[1])
    if first == "<":
        return at, match.end(), _link((Text(match[1].removeprefix("mailto:")),), match[1])
    shown = unescape(match[0])
    known = shown != match[0] and shown.isprintable()
    return at, match.end(), Text(shown) if known else None


_OTHERS = {"\\": _ESCAPED, "<": _ANGLED, "&": _ENTITY}


def _emphasis(text: str, at: int, depth: int) -> tuple[int, int, Inline | None]:
    strong = _STRONG.match(text, at)
    match = strong or (_STAR if text[at] == "*" else _LOW).match(text, at)
    if match is None:
        return at, at, None
    content = parse_inline(match[1], depth + 1)
    return at, match.end(), Emphasis(content, strong is not None) if content else None


def _bare(text: str, at: int) -> tuple[int, int, Inline | None]:
    """A URL around a colon."""
    start = at - 5 if text[at - 5 : at].lower() == "https" else at - 4
    match = _BARE.match(text, max(start, 0))
    if match is None or match.end() <= at or (start > 0 and text[start - 1].isalnum()):
        return at, at, None
    url = _AFTER_URL.sub("", match[0])
    if match[0][len(url) :].startswith(")") and "(" in url:
        url += ")"
    return start, start + len(url), _link((Text(url),), url)


def _bracket(match: re.Match[str], depth: int) -> Inline | None:
    content = parse_inline(match["label"], depth + 1)
    if match["target"] is not None:
        return _link(content, match["target"].removeprefix("<").removesuffix(">"))
    name = match["name"].strip() or _plain(content)
    if not content or not _NAME.fullmatch(name):
        return None
    return Reference(content, name)


def _link(content: tuple[Inline, ...], url: str) -> Inline:
    url = unescape(url)
    if not content:
        content = (Text(url),)
    if _ALLOWED.fullmatch(url):
        return Link(content, url)
    # An element is a fragment of its page: where that is, says whoever shows it.
    return Reference(content, url[1:]) if _FRAGMENT.fullmatch(url) else BadLink(content, url)


def _code(text: str, at: int) -> tuple[int, int, Inline | None]:
    """The code span that a run of backquotes opens; None when no run of the same length closes it nearby."""
    opening = _TICKS.match(text, at)
    assert opening is not None
    ticks, begin = opening[0], opening.end()
    for closing in _TICKS.finditer(text, begin, begin + 2000):
        if closing[0] == ticks:
            code = text[begin : closing.start()]
            if code[:1] == code[-1:] == " " and code.strip():
                code = code[1:-1]
            return at, closing.end(), CodeSpan(code)
    return at, begin, None


def _plain(content: Iterable[Inline]) -> str:
    return "".join(
        piece.text if isinstance(piece, (Text, CodeSpan)) else _plain(piece.content)
        for piece in content
    )


plain = _plain
"""The words of a content, without any markup."""


def walk(content: Iterable[Inline]) -> Iterator[Inline]:
    """All pieces, those inside of others too."""
    for piece in content:
        yield piece
        if not isinstance(piece, (Text, CodeSpan)):
            yield from walk(piece.content)
