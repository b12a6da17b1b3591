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
    """`[Text][pkg.Type]`, `[pkg.Type][]`: a reference to an element by its name, resolved by whoever shows it."""

    content: tuple[Inline, ...]
    name: str


Inline: TypeAlias = "Text | CodeSpan | Emphasis | Link | BadLink | Reference"

_LABEL = r"(?:[^\[\]\\`]|\\.|`[^`\n]{0,300}`){0,500}"
_URL = r"[^()\s]{0,2000}(?:\([^()\s]{0,300}\)[^()\s]{0,300})?"
_TOKEN = re.compile(
    rf"""
      \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<ticks>`+)
    | !?\[(?P<label>{_LABEL})\]
      (?: \[(?P<name>[^\[\]]{{0,300}})\] | \((?P<target>{_URL})(?:\s+"[^"]{{0,300}}")?\) )
    | <(?P<auto>(?:https?://|mailto:)[^\s<>]{{1,2000}})>
    | (?P<bare>\bhttps?://[^\s<>"'`|\\\[\]{{}}]{{1,2000}})
    | \*\*(?=[^\s*])(?P<strong>[^*]{{1,500}}(?<=\S))\*\*
    | (?<![*\w])\*(?=[^\s*])(?P<star>[^*]{{1,500}}(?<=\S))\*(?![*\w])
    | (?<![_\w])_(?=[^\s_])(?P<low>[^_]{{1,500}}(?<=\S))_(?![_\w])
    | &(?P<entity>\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});
    """,
    re.VERBOSE,
)
_SPECIAL = re.compile(r"[\\`\[<*_&]|https?://")
_NAME = re.compile(r"\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_ALLOWED = re.compile(r"(?:https?://|mailto:)[!#-;=?-\[\]_a-z~%\u00a1-\ud7ff\ue000-\ufdcf]+", re.I)
_AFTER_URL = re.compile(r"[.,;:!?'*_)]+$")
_DEEPEST = 6


def parse_inline(text: str, depth: int = 0) -> tuple[Inline, ...]:
    """A line (or a paragraph with its lines joined) as pieces.

    >>> parse_inline("See [User][shop.User] or `x`.")
    (Text(text='See '), Reference(content=(Text(text='User'),), name='shop.User'), Text(text=' or '), \
CodeSpan(text='x'), Text(text='.'))
    """
    if depth > _DEEPEST or not _SPECIAL.search(text):
        return (Text(text),) if text else ()
    return tuple(_joined(_pieces(text, depth)))


def _pieces(text: str, depth: int) -> Iterator[Inline]:
    end = at = 0
    while True:
        match = _TOKEN.search(text, at)
        if match is None:
            break
        stop, made = _piece(text, match, depth)
        if made is None:  # looks like something, and is text
            at = max(stop, match.start() + 1)
            continue
        yield Text(text[end : match.start()])
        yield made
        end = at = stop
    yield Text(text[end:])


def _piece(text: str, match: re.Match[str], depth: int) -> tuple[int, Inline | None]:
    kind, stop = match.lastgroup, match.end()
    if kind == "escaped":
        return stop, Text(match["escaped"])
    if kind == "ticks":
        return _code(text, match)
    if kind == "entity":
        shown = unescape(match[0])
        return stop, Text(shown) if shown != match[0] and shown.isprintable() else None
    if kind == "auto":
        return stop, _link((Text(match["auto"].removeprefix("mailto:")),), match["auto"])
    if kind == "bare":
        url = _AFTER_URL.sub("", match["bare"])
        if match["bare"][len(url) :].startswith(")") and "(" in url:
            url += ")"
        return match.start() + len(url), _link((Text(url),), url)
    if kind in ("strong", "star", "low"):
        return stop, Emphasis(parse_inline(match[kind], depth + 1), kind == "strong")
    return stop, _bracket(match, depth)


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
    return Link(content, url) if _ALLOWED.fullmatch(url) else BadLink(content, url)


def _code(text: str, match: re.Match[str]) -> tuple[int, Inline | None]:
    """The code span that a run of backquotes opens; None when no run of the same length closes it nearby."""
    ticks = match["ticks"]
    for closing in re.finditer("`+", text[match.end() : match.end() + 2000]):
        if closing[0] == ticks:
            code = text[match.end() : match.end() + closing.start()]
            if code[:1] == code[-1:] == " " and code.strip():
                code = code[1:-1]
            return match.end() + closing.end(), CodeSpan(code)
    return match.end(), None


def _joined(pieces: Iterable[Inline]) -> Iterator[Inline]:
    """Neighbouring texts as one, without empty ones."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Text):
            texts.append(piece.text)
            continue
        if any(texts):
            yield Text("".join(texts))
        texts.clear()
        yield piece
    if any(texts):
        yield Text("".join(texts))


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
