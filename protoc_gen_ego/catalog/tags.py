"""Comment tags: `@key=bare`, `@key="quoted"`, several on a line, free text after a bare value.

Keys are `[A-Za-z0-9_.-]+`; a quoted value knows `\\"` and `\\\\`. A tag begins a line or follows white space, so that
mail addresses and Javadoc's `{@code x}` are text. Tags of other tools are left alone, unless they nearly are ours.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from protoc_gen_ego.catalog.located import located
from protoc_gen_ego.catalog.near import near
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import File, Node, Span

KEYS = frozenset(("code", "msg", "metadata", "errors", "domain", "plugins"))  # and i18n.<locale>

HEAD = (
    (12,),
    (14,),
    (2,),
)  # descriptor.proto: syntax, edition, package; comments there are the file's

# The look-behind stands after the `@`, so that the search can jump from one `@` to the next.
_TAG = re.compile(
    r'@(?<!\S@)([A-Za-z0-9_.-]+)(?:=("[^"\\\n]*(?:\\.[^"\\\n]*)*"\S*|"[^\n]*|[^\s"]\S*|))?'
)
_QUOTED = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_ESCAPE = re.compile(r'\\(["\\])')
IGNORE = r"(?m)^[ \t*]*(?P<mark>ego:ignore)(?![\w:.-])(?P<rest>[^\n]*)$"  # a line for the checks
_IGNORE = re.compile(IGNORE)
_GONE = "\0"  # stands for a tag that was taken out of the prose; a NUL of the comment itself is replaced before


class Tag(NamedTuple):
    """One tag of ours, or one that nearly is."""

    key: str
    value: str
    start: int  # in the comment
    comment: str
    trailing: bool  # whether that is the element's trailing comment
    problem: str = ""  # "": well formed; "malformed: …" or "unknown: …"

    @property
    def place(self) -> tuple[int, int]:
        """(line of the comment, column in its text), from 0."""
        starts = _line_starts(self.comment)
        line = bisect_right(starts, self.start) - 1
        return line, self.start - starts[line]


def scan(comment: str, *, trailing: bool = False) -> tuple[list[Tag], str]:
    """The tags of a comment, and the comment without them.

    >>> scan(' No such user.\\n @code=NOT_FOUND @msg="no \\\\"{uid}\\\\""  as it is\\n')[1]
    'No such user.\\nas it is'
    """
    if "ego:ignore" in comment:
        comment = _IGNORE.sub(_blank, comment.replace(_GONE, "\ufffd"))
    elif _GONE in comment:
        comment = comment.replace(_GONE, "\ufffd")
    if "@" not in comment:
        return [], _tidy(comment)
    tags: list[Tag] = []
    prose: list[str] = []
    end = 0
    for match in _TAG.finditer(comment):
        key, raw = match.groups()
        start = match.start()
        if key in KEYS or key[:5] == "i18n.":
            if raw is None and not _leads(comment[end:start], bool(tags)):
                continue  # "see how @code is meant": prose
            if raw and raw[0] != '"' and '"' not in raw:  # most are this simple
                value, problem = raw, ""
            else:
                value, problem = _value(key, raw)
        else:
            meant = near(key, raw)
            if not meant:
                continue
            value, problem = raw or "", f"unknown: @{key} is not a tag; did you mean @{meant}?"
        tags.append(Tag(key, value, start, comment, trailing, problem))
        prose.append(comment[end:start])
        end = match.end()
    if not tags:
        return tags, _tidy(comment)
    prose.append(comment[end:])
    return tags, _tidy(_GONE.join(prose))


def position(node: Node, tag: Tag) -> Position:
    """Where the tag stands."""
    if node is node.file:
        for path in HEAD:
            comments = node.file.source.comments(path)
            if tag.comment == (comments.trailing if tag.trailing else comments.leading):
                return place(node.file, node.file.source.span(path), tag)
    return place(node.file, node.span, tag)


def place(file: File, span: Span, tag: Tag) -> Position:
    """Where a tag stands whose comment belongs to the element at this span.

    SourceCodeInfo has no place for comments, only their text. Without the text of the file the place is counted back
    from the element (leading) or on from its end (trailing): exact for files as `buf format` writes them.
    """
    line, column = tag.place
    if file.lines:
        # What stands apart from the first statements of a file is looked for from the top.
        whole = span == file.span
        start = Span(0, 0, 0, 0) if whole else span
        behind = whole or tag.trailing
        found = located(file.lines, start, tag.comment, (line, column), behind=behind)
        if found:
            return Position(file.name, found[0] + 1, found[1] + 1)
    if tag.trailing:
        return Position(file.name, span.end_line + line + 1, span.end_column + column + 4)
    # `/*` and `/**` on a line of their own leave this behind, and then `*/` has a line of its own as well.
    block = re.match(r"\*?\r?\n", tag.comment) is not None
    size = len(_line_starts(tag.comment)) - (tag.comment.endswith("\n") and not block)
    return Position(file.name, max(span.line - size + line, 0) + 1, span.column + column + 3)


def _blank(line: re.Match[str]) -> str:
    """An ignore line without its text, of the same length: places of tags are counted from the start."""
    return _GONE + " " * (len(line[0]) - 1)


@lru_cache(maxsize=1)  # a hostile comment may hold 100,000 bad tags, each to be placed
def _line_starts(comment: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", comment))]


def _leads(before: str, after_tag: bool) -> bool:
    """Whether nothing but white space or tags stands before a key on its line."""
    line = before.rpartition("\n")
    return not line[2].strip() and (bool(line[1]) or after_tag or not before.strip())


def _value(key: str, raw: str | None) -> tuple[str, str]:
    """(value, problem) of what stands behind the `=`; None when there is no `=`."""
    if not raw:
        lack = "has no value" if raw is None else "has an empty value"
        return "", f"malformed: @{key} {lack}"
    if raw[0] != '"':
        quoted = '"' in raw
        return (
            ("", f"malformed: the bare value of @{key} contains a quote") if quoted else (raw, "")
        )
    closed = _QUOTED.match(raw)
    if closed is None:
        return "", f"malformed: the quote of @{key} is not closed on its line"
    if closed.end() < len(raw):
        return "", f"malformed: text follows the closing quote of @{key}"
    return _ESCAPE.sub(r"\1", raw[1:-1]) if "\\" in raw else raw[1:-1], ""


def _tidy(text: str) -> str:
    """Prose as people meant it: without the space after the comment mark, without the tags' empty lines."""
    lines: list[str] = []
    for line in text.split("\n"):
        if _GONE in line:
            line = line.replace(_GONE, "").strip()
            if not line:
                continue
        elif line[:1] == " ":
            line = line[1:]
        lines.append(line.rstrip())
    return "\n".join(lines).strip("\n").strip()
