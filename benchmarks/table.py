"""The table, on the terminal and in the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.cases import Row

BEGIN = "<!-- make bench ARGS=--write: begin -->"
END = "<!-- make bench ARGS=--write: end -->"


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| what | peer | CPU, ours : peer | ratio | promised | peak memory, ours : peer |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        kept = "" if row.ratio <= row.limit else " **(over)**"
        lines.append(
            f"| {row.what} | {row.peer} | {_pair(row.ours.cpu, row.theirs.cpu, 's', 3)} "
            f"| {row.ratio:.2f}{kept} | ≤ {row.limit} | {_sizes(row)} |"
        )
    return "\n".join(lines)


def _sizes(row: Row) -> str:
    """What both take, in the unit that the larger one has."""
    ours, theirs = row.ours.memory, row.theirs.memory
    if 0 < max(ours, theirs) < 1:
        return _pair(ours * 1024, theirs * 1024, "KiB", 0)
    return _pair(ours, theirs, "MiB", 0)


def _pair(ours: float, theirs: float, unit: str, places: int) -> str:
    """`0.056 s : 0.047 s`; a dash where nothing was measured."""
    shown = [f"{one:.{places}f} {unit}" if one else "–" for one in (ours, theirs)]
    return " : ".join(shown) if any((ours, theirs)) else "–"


def write(readme: Path, table: str, *, part: bool = False) -> None:
    """Puts the table between the marks of the README; a part of it takes the places of the same rows.

    Raises:
        ValueError: the marks are not there.
    """
    text = readme.read_text("utf-8")
    head, begin, rest = text.partition(BEGIN)
    before, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{readme} has no marks `{BEGIN}` and `{END}`")
    if part:
        table = "\n".join((_rows(before) | _rows(table)).values())
    readme.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", "utf-8")


def _rows(table: str) -> dict[str, str]:
    """The lines of a table by their first cell."""
    return {line.split("|")[1]: line for line in table.strip().splitlines()}
