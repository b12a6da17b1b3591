"""Prints: path, size, time and content of a file, by which it is known again, mostly without reading it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

Print = Sequence[Any]
"""As in JSON: path below the output folder, size, time in nanoseconds, sha256."""
_TICK = 2 * 10**9
"""The coarsest clock of a file system (FAT), in nanoseconds."""


@dataclass(frozen=True)
class Prints:
    """Those that the last run left of some files. A file with the size and the time that it had is not read again.

    root: the output folder. known: from the last run. seen: as the files are now; nobody touches them any more.
    began: the time of this run in nanoseconds. What is about as young was written by it and is read, as in git's index:
    a clock of the file system may not tell it from what it replaced.
    """

    root: Path
    known: dict[str, Print] = field(default_factory=dict)
    seen: dict[str, Print] = field(default_factory=dict)
    began: int = field(default_factory=time.time_ns)

    @classmethod
    def of(cls, root: Path, entries: Iterable[Print]) -> Prints:
        """The prints of a record."""
        return cls(root, {entry[0]: entry for entry in entries})

    def of_file(self, path: Path) -> Print:
        """The print of a file as it is now."""
        place, above = str(path), self._above
        name = place[len(above) :] if place.startswith(above) else os.path.relpath(place, self.root)
        if seen := self.seen.get(name):
            return seen
        info = os.stat(place)  # noqa: PTH116 - called for every output, a Path costs more
        known = self.known.get(name)
        old = info.st_mtime_ns < self.began - _TICK
        if old and known and (known[1], known[2]) == (info.st_size, info.st_mtime_ns):
            return known
        return [name, info.st_size, info.st_mtime_ns, _sha256(place)]

    @cached_property
    def _above(self) -> str:
        return f"{self.root}{os.sep}"

    def sha256(self, path: Path) -> str:
        """The digest of a file."""
        return str(self.of_file(path)[3])


def intact(folder: str, name: str, size: int, time: int, sha256: str) -> Path | None:
    """The file, if it is what was recorded: by size and time, else by content (a restored CI cache)."""
    path = f"{folder}{os.sep}{name}"
    return Path(path) if same(path, os.stat(path), size, time, sha256) else None  # noqa: PTH116 - see above


def same(path: str, info: os.stat_result, size: int, time: int, sha256: str) -> bool:
    """Whether a file is what was recorded, for somebody who has asked for its state."""
    if info.st_size != size:
        return False
    return info.st_mtime_ns == time or _sha256(path) == sha256


def _sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
