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
            f"| {row.what} | {row.peer} | {row.ours.cpu:.3f} s : {row.theirs.cpu:.3f} s "
            f"| {row.ratio:.2f}{kept} | ≤ {row.limit} | {row.ours.memory:.0f} : {row.theirs.memory:.0f} MiB |"
        )
    return "\n".join(lines)


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
