"""Report: how findings and summaries look, as text with source and caret, as a table, and as JSON."""

from __future__ import annotations

import json
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from ego_ci.problem import Problem
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity, one_line

Paint = Callable[[str, str], str]
"""(text, style) -> the text in that style, or as it is."""

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WIDEST = 200
"""Columns of a source line that are shown; a minified line would fill the screen."""


def plain(text: str, _style: str) -> str:
    """A Paint without colour."""
    return text


def findings(diagnostics: Iterable[Diagnostic], *, root: Path, paint: Paint = plain) -> str:
    """Findings as text: `path:line:col: severity: RULE: message`, the source line, a caret below it."""
    return "\n".join(_finding(item, root, paint) for item in diagnostics)


def counts(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: `2 errors, 1 warning`; '' for none."""
    found = Counter(item.severity for item in diagnostics)
    return ", ".join(
        f"{found[severity]} {severity.value}{'s' if found[severity] > 1 else ''}"
        for severity in Severity
        if found[severity]
    )


def by_rule(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each rule, the most first: `120 FORMAT, 3 COMMENT_FIELD`."""
    found = Counter(item.rule for item in diagnostics)
    return ", ".join(f"{count} {rule}" for rule, count in sorted(found.items(), key=_most))


def _most(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def as_json(item: Diagnostic) -> dict[str, object]:
    """A finding as the object that `--json` writes; path, line and column are null without a position."""
    return {
        **_place(item.position),
        "severity": item.severity.value,
        "rule": item.rule,
        "message": item.message,
        "remedy": item.remedy,
        "related": [{**_place(position), "message": note} for position, note in item.related],
    }


def problem(found: Problem) -> dict[str, object]:
    """What ended a command, as the object that `--json` writes."""
    return {"message": found.message, "remedy": found.remedy, "output": found.output}


def document(content: Mapping[str, object]) -> str:
    """A JSON document for stdout: readable, the same bytes under any locale."""
    return json.dumps(content, indent=2, ensure_ascii=True)


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int]
) -> list[str]:
    """Rows as aligned lines, the head first; columns in `right` are numbers.

    >>> table(["tool", "n"], [["buf", "10"], ["protoc", "2"]], right=frozenset({1}))
    ['tool     n', 'buf     10', 'protoc   2']
    """
    widths = [max(_width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = []
        for index, cell in enumerate(row):
            space = " " * (widths[index] - _width(cell))
            cells.append(space + cell if index in right else cell + space)
        lines.append("  ".join(cells).rstrip())
    return lines


def _finding(item: Diagnostic, root: Path, paint: Paint) -> str:
    severity = paint(item.severity.value, _STYLES[item.severity])
    place = f"{paint(_shown(item.position, root), 'bold')}: " if item.position else ""
    lines = [f"{place}{severity}: {item.rule}: {one_line(item.message)}"]
    if item.position:
        lines += _source(item.position, root, paint, _STYLES[item.severity])
    for position, note in item.related:
        lines.append(f"  {_shown(position, root)}: {one_line(note)}")
    if item.remedy:
        lines.append(f"  {paint('help', 'cyan')}: {one_line(item.remedy)}")
    return "\n".join(lines)


def _shown(position: Position, root: Path) -> str:
    """A position with its path as the current folder sees it, so that a terminal or editor can open it."""
    path = os.path.relpath(root / position.path)
    far = path.startswith("../..")
    return str(position._replace(path=str(root / position.path) if far else path))


def _source(position: Position, root: Path, paint: Paint, style: str) -> list[str]:
    """The source line and a caret under the column, or nothing when the file cannot be read."""
    lines = _lines(root / position.path)
    if not 0 < position.line <= len(lines):
        return []
    line = lines[position.line - 1]
    shown = one_line(line.expandtabs(1))[:_WIDEST].rstrip()
    column = _width(one_line(line[: position.column - 1].expandtabs(1)))
    if not shown or column >= _WIDEST:
        return []
    return [
        f"  {paint('|', 'dim')} {shown}",
        f"  {paint('|', 'dim')} {' ' * column}{paint('^', style)}",
    ]


@lru_cache(maxsize=8)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_bytes().decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()


def _place(position: Position | None) -> dict[str, object]:
    if position is None:
        return {"path": None, "line": None, "column": None}
    return {"path": position.path, "line": position.line, "column": position.column}


def _width(text: str) -> int:
    """Columns on a terminal: two for East Asian wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
