"""The lines of the files that findings are about, each file read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from protoc_gen_ego.diagnostics import Position

_PASSWORD = re.compile(r"(?<=://)[^\s/@\"']+:[^\s/@\"']+(?=@)")


def line(root: Path, position: Position) -> str | None:
    """The line of a position, None when there is no such line or file.

    A password in an address is left out, letter by letter so that a caret stays in place: logs are read by many.
    """
    found = _lines(root / position.path)
    if not 0 < position.line <= len(found):
        return None
    return _PASSWORD.sub(lambda match: "*" * len(match[0]), found[position.line - 1])


@lru_cache(maxsize=8)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_bytes().decode("utf-8", "replace").split("\n"))
    except (OSError, ValueError):  # ValueError: no file can have this name
        return ()
