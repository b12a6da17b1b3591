"""What is kept between two builds of a site: values by name, in one file that grows at its end.

A site of thousands of pages keeps a value for each package and for each part of the search index; as files of their own
they would cost more than what is in them. An index beside the file says where each value lies and what its checksum is:
a value that was damaged is a value that is not there, whatever the damage.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

_INDEX = "index.json"
_SLACK = 4_000_000  # bytes of old values that are not worth copying the others
_FORM = 1  # of the index


class Store:
    """Values by name. What was put is there for the next build after `commit`, or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._file, self._end, self._values = _read(folder)
        self._data = (folder / self._file).open("r+b" if self._end else "w+b")
        self._old = 0 if not self._values else self._end - sum(v[1] for v in self._values.values())

    def get(self, name: str) -> bytes | None:
        """A value; None where there is none, or none that is whole."""
        place = self._values.get(name)
        if place is None:
            return None
        start, size, checksum = place
        found = os.pread(self._data.fileno(), size, start)
        return found if len(found) == size and crc32(found) == checksum else None

    def put(self, name: str, value: bytes) -> None:
        """Sets a value."""
        self.drop(name)
        os.pwrite(self._data.fileno(), value, self._end)
        self._values[name] = (self._end, len(value), crc32(value))
        self._end += len(value)

    def drop(self, name: str) -> None:
        """Takes a value away, if it is there."""
        place = self._values.pop(name, None)
        self._old += place[1] if place else 0

    def names(self, start: str) -> Iterator[str]:
        """The names that begin like this, sorted."""
        return iter(sorted(name for name in self._values if name.startswith(start)))

    def clear(self) -> None:
        """Takes all values away."""
        self._old = self._end
        self._values = {}

    def commit(self) -> None:
        """Makes what was put the state of the next build."""
        if self._old > _SLACK and self._old > self._end // 2:
            self._copy()
        new = self._folder / f"{_INDEX}.new"
        content = [_FORM, self._file, self._end, self._values]
        new.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
        new.replace(self._folder / _INDEX)
        for path in self._folder.glob("data-*"):
            if path.name != self._file:
                path.unlink()

    def close(self) -> None:
        """Ends the use; what was not committed is forgotten."""
        self._data.close()

    def _copy(self) -> None:
        """Moves what is still a value into a file of its own."""
        name = f"data-{int(self._file.partition('-')[2]) + 1}"
        values: dict[str, tuple[int, int, int]] = {}
        end = 0
        with (self._folder / name).open("wb") as file:
            for key, (start, size, checksum) in self._values.items():
                file.write(os.pread(self._data.fileno(), size, start))
                values[key] = (end, size, checksum)
                end += size
        self._data.close()
        self._data = (self._folder / name).open("r+b")
        self._file, self._end, self._values, self._old = name, end, values, 0


def _read(folder: Path) -> tuple[str, int, dict[str, tuple[int, int, int]]]:
    """(data file, its size, places of the values); an empty one where the index says nothing that can be."""
    try:
        form, file, end, values = json.loads((folder / _INDEX).read_bytes())
        if form == _FORM and _is_file(folder, file, end):
            places = {str(name): _place(one, end) for name, one in values.items()}
            return file, end, places
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        pass
    return "data-0", 0, {}


def _is_file(folder: Path, file: Any, end: Any) -> bool:
    named = isinstance(file, str) and file.startswith("data-") and file[5:].isdecimal()
    return named and isinstance(end, int) and (folder / file).stat().st_size >= end > 0


def _place(found: Any, end: int) -> tuple[int, int, int]:
    start, size, checksum = map(int, found)
    if not 0 <= start <= start + size <= end:
        raise ValueError("a value that is not in the file")
    return start, size, checksum
