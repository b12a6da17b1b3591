"""markdown: the summary for a comment of a merge request (GitLab Flavored Markdown)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ego_ci.report.model import Report
from ego_ci.report.text import by_rule, counts
from protoc_gen_ego.diagnostics import Diagnostic, Severity, one_line

_MOST = 100
"""Findings that are listed one by one; a comment that nobody can scroll through helps nobody."""
_SIGNS = {Severity.ERROR: "❌ error", Severity.WARNING: "⚠️ warning", Severity.INFO: "i info"}


def printed(report: Report) -> str:
    """A headline, the findings as a table, and what the stages noted."""
    return "\n".join(_lines(report)) + "\n"


def code(text: str) -> str:
    """Text as a code span that nothing in it can leave.

    Proto text is hostile: as plain Markdown it could ping people (`@all`), close issues or draw a
    headline of its own. The fence is longer than any run of backticks inside (CommonMark, code spans).

    >>> code("a `b` | c")
    '`` a `b` | c ``'
    """
    text = one_line(text) or " "
    runs = re.findall("`+", text)
    fence = "`" * (max(map(len, runs), default=0) + 1)
    space = " " if runs else ""
    return f"{fence}{space}{text}{space}{fence}"


def cell(text: str) -> str:
    """The same within a table, whose cells a bar would end even there (GFM, tables).

    >>> cell("a | b")
    '`a \\\\| b`'
    """
    return code(text).replace("|", "\\|")


def _lines(report: Report) -> Iterator[str]:
    found = report.diagnostics
    names = ", ".join(part.name for part in report.parts)
    yield f"### ego {names}: {_headline(report)}".replace("ego :", "ego:")
    if report.problem:
        yield f"\n{code(report.problem.message)}"
        yield f"\n{code(report.problem.remedy)}" if report.problem.remedy else ""
    if found:
        yield f"\n{by_rule(found)}" if len(found) > 1 else ""
        yield "\n| | where | rule | what |\n|---|---|---|---|"
        ordered = sorted(found, key=lambda item: list(Severity).index(item.severity))
        yield from (_row(report, item) for item in ordered[:_MOST])
        if len(found) > _MOST:
            yield f"\n… and {len(found) - _MOST} more."
    notes = [note for part in report.parts for note in part.notes]
    if notes:
        yield ""
        yield from (f"* {code(note)}" for note in notes)


def _headline(report: Report) -> str:
    if report.problem:
        return "🛑 could not check"
    if any(item.severity is Severity.ERROR for item in report.diagnostics):
        return f"❌ {counts(report.diagnostics)}"
    return f"✅ {counts(report.diagnostics) or 'no findings'}"


def _row(report: Report, item: Diagnostic) -> str:
    where = (
        cell(f"{report.below}{item.position.path}:{item.position.line}") if item.position else ""
    )
    remedy = f" {cell(item.remedy)}" if item.remedy else ""
    return (
        f"| {_SIGNS[item.severity]} | {where} | {cell(item.rule)} | {cell(item.message)}{remedy} |"
    )
