"""Report: everything that was found, in the form that its reader wants. One printer a file."""

from __future__ import annotations

from collections.abc import Callable

from ego_ci.report.model import Part, Report
from ego_ci.report.objects import as_json, document, problem
from ego_ci.report.table import table
from ego_ci.report.text import by_rule, counts, findings

FORMATS = ("text", "json", "junit", "gitlab-code-quality", "markdown")
"""What `--output FORMAT=FILE` takes."""


def printer(name: str) -> Callable[[Report], str | None]:
    """The printer of a format: the content of a file, None when the format cannot say what happened.

    Each is imported when it is asked for: a run without `--output` pays for none.
    """
    from ego_ci.report import code_quality, junit, markdown, objects, text

    printers: dict[str, Callable[[Report], str | None]] = {
        "text": text.printed,
        "json": objects.printed,
        "junit": junit.printed,
        "gitlab-code-quality": code_quality.printed,
        "markdown": markdown.printed,
    }
    return printers[name]


__all__ = [
    "FORMATS",
    "Part",
    "Report",
    "as_json",
    "by_rule",
    "counts",
    "document",
    "findings",
    "printer",
    "problem",
    "table",
]
