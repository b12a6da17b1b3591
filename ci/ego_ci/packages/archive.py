"""Archive: a zip file whose bytes depend on nothing but names, contents and one time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

EARLIEST = 315532800
"""1980-01-01, the first time that a zip file can hold."""
_LATEST = 4354819198
"""2107-12-31 23:59:58, the last one."""
LEVEL = 6
"""Of compression, in every package. The nine of the format takes twice the time for one percent of a package."""


def write_zip(
    path: Path,
    files: Mapping[str, bytes],
    *,
    epoch: int,
    order: Callable[[str], Any] | None = None,
) -> Path:
    """Writes a zip of regular files, sorted by name, all with mode 644 and one time; returns its path.

    Neither folder, umask, time zone nor the order of the mapping show in the bytes.

    Args:
        path: the file to write.
        files: name inside the archive, with `/` -> content.
        epoch: the time of every file in seconds since 1970, written as UTC and in the even seconds of the format.
        order: what the names are sorted by, if not by themselves.
    """
    moment = datetime.fromtimestamp(min(max(epoch, EARLIEST), _LATEST), timezone.utc)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files, key=order):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.create_system = 3  # Unix, on Windows too: otherwise the modes mean nothing
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=LEVEL)
    return path


def time_of(path: Path) -> datetime:
    """The time of the files in such a zip, in UTC."""
    with zipfile.ZipFile(path) as archive:
        newest = max(entry.date_time for entry in archive.infolist())
    return datetime(*newest, tzinfo=timezone.utc)
