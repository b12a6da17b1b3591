"""Comment tags: `@key=bare`, `@key="quoted"`, several on a line, free text after a bare value.

Keys are `[A-Za-z0-9_.-]+`; a quoted value knows `\\"` and `\\\\`. A tag begins a line or follows white space, so that
mail addresses and Javadoc's `{@code x}` are text. Tags of other tools are left alone, unless they nearly are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import Node
from protoc_gen_ego.status import BY_NAME

KEYS = ("code", "msg", "metadata", "errors", "domain", "plugins")  # and i18n.<locale>

_TAG = re.compile(r'(?<!\S)@([A-Za-z0-9_.-]+)(?:=("(?:[^"\\]|\\.)*"\S*|"[^\n]*|[^\s"]\S*|))?')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(r'\\(["\\])')
_I18N_LIKE = re.compile(r"(?i)(i18n|i8n|i18|il8n|l18n|i1n8|i81n|18n)(?=[._-]|$)")


class Tag(NamedTuple):
    """One tag of ours, or one that nearly is."""

    key: str
    value: str
    line: int  # of the comment, from 0
    column: int  # in that line's text, from 0
    trailing: bool  # whether it stands in the trailing comment
    problem: str = ""  # "": well formed; "malformed: …" or "unknown: …"


def scan(comment: str, *, trailing: bool = False) -> tuple[list[Tag], str]:
    """The tags of a comment, and the comment without them.

    >>> scan(' No such user.\\n @code=NOT_FOUND @msg="no \\\\"{uid}\\\\""  as it is\\n')[1]
    'No such user.\\nas it is'
    """
    if "@" not in comment:
        return [], _tidy(comment.split("\n"))
    tags: list[Tag] = []
    prose: list[str] = []
    for number, line in enumerate(comment.split("\n")):
        found = [*_line(line, number, trailing)] if "@" in line else []
        if not found:
            prose.append(line)
            continue
        rest, end = "", 0
        for tag, (start, stop) in found:
            tags.append(tag)
            rest += line[end:start]
            end = stop
        rest += line[end:]
        if rest.strip():
            prose.append(rest.strip())
    return tags, _tidy(prose)


def position(node: Node, tag: Tag, comment: str) -> Position:
    """Where the tag stands.

    SourceCodeInfo has no place for comments, only their text, so the place is counted back from the element (leading)
    or on from its end (trailing): exact for files as `buf format` writes them.
    """
    span = node.span
    if tag.trailing:
        return Position(
            node.file.name, span.end_line + tag.line + 1, span.end_column + tag.column + 4
        )
    size = comment.count("\n") + (not comment.endswith("\n"))
    line = max(span.line - size + tag.line, 0)
    return Position(node.file.name, line + 1, span.column + tag.column + 3)


def _line(line: str, number: int, trailing: bool) -> Iterator[tuple[Tag, tuple[int, int]]]:
    only_tags = (
        True  # so far nothing but tags: here a key of ours without a value is a mistake, not prose
    )
    end = 0
    for match in _TAG.finditer(line):
        only_tags = only_tags and not line[end : match.start()].strip()
        key, raw = match[1], match[2]
        if key in KEYS or key.startswith("i18n."):
            value, problem = _value(key, raw)
            if raw is None and not only_tags:
                continue
        else:
            near = _near(key, raw)
            if not near:
                continue
            value, problem = raw or "", f"unknown: @{key} is not a tag; did you mean @{near}?"
        end = match.end()
        yield Tag(key, value, number, match.start(), trailing, problem), (match.start(), end)


def _value(key: str, raw: str | None) -> tuple[str, str]:
    if raw is None:
        return "", f"malformed: @{key} has no value"
    if not raw:
        return "", f"malformed: @{key}= has an empty value"
    if raw[0] != '"':
        return (
            (raw, "")
            if '"' not in raw
            else ("", f"malformed: the bare value of @{key} contains a quote")
        )
    quoted = _QUOTED.match(raw)
    if quoted is None:
        return "", f"malformed: the quote of @{key} is not closed on its line"
    if quoted.end() < len(raw):
        return "", f"malformed: text follows the closing quote of @{key}"
    return _ESCAPE.sub(r"\1", raw[1:-1]), ""


def _near(key: str, raw: str | None) -> str:
    """The tag of ours that an unknown one nearly is: other case, a plural, one slip of the finger."""
    i18n = _I18N_LIKE.match(key)
    if i18n:
        rest = key[i18n.end() :].lstrip("._-")
        return f"i18n.{rest or '<locale>'}"
    folded = key.lower()
    for known in KEYS:
        if folded == known:
            return known
        if (
            raw is not None
            and _one_slip(folded, known)
            and (len(known) != len(folded) or raw in BY_NAME)
        ):
            return known
        if (
            raw is not None and sorted(folded) == sorted(known) and len(known) > 3
        ):  # two letters swapped
            return known
    return ""


def _one_slip(a: str, b: str) -> bool:
    """Whether one insertion, deletion or substitution turns one word into the other."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _tidy(lines: list[str]) -> str:
    """Prose as people meant it: without the space after the comment mark and without blank lines at the ends."""
    text = "\n".join([line.rstrip() for line in lines])
    if " " in text[:1] or "\n " in text:
        text = "\n".join([line[1:] if line[:1] == " " else line for line in text.split("\n")])
    return text.strip("\n").strip()
