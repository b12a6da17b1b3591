"""text: findings for a person at a terminal, with the source line and a caret, and how many there are."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from ego_ci.report import source
from ego_ci.report.model import Report
from ego_ci.report.table import width
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity, one_line

Paint = Callable[[str, str], str]
"""(text, style) -> the text in that style, or as it is."""

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WIDEST = 200
"""Columns of a source line that are shown; a minified line would fill the screen."""


def plain(text: str, _style: str) -> str:
    """A Paint without colour."""
    return text


def printed(report: Report) -> str:
    """The findings and their number, or why there are none; paths are relative to the current folder."""
    lines = [findings(report.diagnostics, root=report.root)] if report.diagnostics else []
    lines += [one_line(note) for part in report.parts for note in part.notes]
    lines.append(f"ego: {report.problem}" if report.problem else counts(report.diagnostics))
    return "\n".join([*lines[:-1], lines[-1] or "no findings"]) + "\n"


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
    line = source.line(root, position)
    if line is None:
        return []
    shown = one_line(line.expandtabs(1))[:_WIDEST].rstrip()
    column = width(one_line(line[: position.column - 1].expandtabs(1)))
    if not shown or column >= _WIDEST:
        return []
    return [
        f"  {paint('|', 'dim')} {shown}",
        f"  {paint('|', 'dim')} {' ' * column}{paint('^', style)}",
    ]
