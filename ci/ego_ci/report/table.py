"""Rows as aligned lines for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int]
) -> list[str]:
    """Rows as aligned lines, the head first; columns in `right` are numbers.

    >>> table(["tool", "n"], [["buf", "10"], ["protoc", "2"]], right=frozenset({1}))
    ['tool     n', 'buf     10', 'protoc   2']
    """
    widths = [max(width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = []
        for index, cell in enumerate(row):
            space = " " * (widths[index] - width(cell))
            cells.append(space + cell if index in right else cell + space)
        lines.append("  ".join(cells).rstrip())
    return lines


def width(text: str) -> int:
    """Columns on a terminal: two for East Asian wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
