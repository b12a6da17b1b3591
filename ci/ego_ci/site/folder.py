"""The folder of a site: written whole, or file by file in place, each file at once or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class Folder:
    """Writes a site's files; in place it replaces those that are there and differ."""

    def __init__(self, root: Path, *, in_place: bool) -> None:
        self.root = root
        self.changed: list[Path] = []
        self._in_place = in_place
        self._made: set[Path] = set()

    def write(self, path: str, content: str | None) -> None:
        """Writes a file, by its path in the site; None takes it away."""
        target = self.root / path
        if content is None:
            target.unlink(missing_ok=True)
            self.changed.append(target)
            return
        data = content.encode("utf-8", "replace")
        if self._in_place and _is(target, data):
            return
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        self.changed.append(target)
        if not self._in_place:
            target.write_bytes(data)
            return
        new = target.with_name(f"{target.name}.new")
        new.write_bytes(data)
        new.replace(target)

    def write_all(self, files: Iterable[tuple[str, str | None]]) -> None:
        """Writes files."""
        for path, content in files:
            self.write(path, content)

    def files(self) -> list[Path]:
        """All files that are there, sorted."""
        found = [Path(folder, name) for folder, _, names in os.walk(self.root) for name in names]
        return sorted(found)


def _is(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
