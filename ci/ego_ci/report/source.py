"""The lines of the files that findings are about, each file read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from protoc_gen_ego.diagnostics import Position


def line(root: Path, position: Position) -> str | None:
    """The line of a position, None when there is no such line or file."""
    found = _lines(root / position.path)
    return found[position.line - 1] if 0 < position.line <= len(found) else None


@lru_cache(maxsize=8)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_bytes().decode("utf-8", "replace").split("\n"))
    except (OSError, ValueError):  # ValueError: no file can have this name
        return ()
