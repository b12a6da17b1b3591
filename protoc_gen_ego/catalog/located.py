"""Where a comment's line stands in the text of its file: exact, however the file is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protoc_gen_ego.schema import Span

Piece = tuple[int, int, str]
"""Part of a source line: its line and column, from 0, and the text."""


def located(
    lines: Sequence[str], span: Span, comment: str, at: tuple[int, int], *, behind: bool
) -> tuple[int, int] | None:
    """(line, column) in the file, from 0, of a place in a comment of the element at a span; None if it is not found.

    lines: those of the file. at: line and column in the comment, which has lost its marks and what stood before
    them. behind: it follows the element, or the brace that opens it; else it stands before. All its lines up to
    that place are looked for one after the other, so that a line that is there twice is the right one.
    """
    wanted = [line.strip() for line in comment.split("\n")]
    text = comment.split("\n")[at[0]]
    column = at[1] - (len(text) - len(text.lstrip()))
    if behind:
        order = range(at[0] + 1)
        pieces = _after(lines, span)
    else:
        order = range(len(wanted) - 1, at[0] - 1, -1)
        pieces = _before(lines, span)
    found = None
    for number in order:
        if wanted[number]:
            found = _next(pieces, wanted[number])
            if found is None:
                return None
    return (found[0], found[1] + column) if found else None


def _next(pieces: Iterator[Piece], text: str) -> tuple[int, int] | None:
    for line, start, piece in pieces:
        at = piece.find(text)
        if at >= 0:
            return line, start + at
    return None


def _before(lines: Sequence[str], span: Span) -> Iterator[Piece]:
    """From an element up to the start of the file."""
    if span.line < len(lines):
        yield span.line, 0, lines[span.line][: span.column]
    for line in range(min(span.line, len(lines)) - 1, -1, -1):
        yield line, 0, lines[line]


def _after(lines: Sequence[str], span: Span) -> Iterator[Piece]:
    """From the start of an element down."""
    if span.line < len(lines):
        yield span.line, span.column, lines[span.line][span.column :]
    for line in range(span.line + 1, len(lines)):
        yield line, 0, lines[line]
