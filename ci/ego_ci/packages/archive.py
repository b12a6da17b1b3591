"""Archive: a zip file whose bytes depend on nothing but names, contents and one time."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

EARLIEST = 315532800
"""1980-01-01, the first time that a zip file can hold."""
_LATEST = 4354819198
"""2107-12-31 23:59:58, the last one."""
LEVEL = 6
"""Of compression, in every package. The nine of the format takes twice the time for one percent of a package."""
_MANY, _LARGE = 0xFFFF, 0x7FFF_FFFF
"""What the plain form of the format holds: files, and bytes of all of them with room for their names."""
_HEADER, _ENTRY, _END = b"PK\3\4", b"PK\1\2\x14\3", b"PK\5\6"
"""What the parts begin with; an entry goes on with the format's version and Unix, without which modes mean nothing."""
_MODE = 0o100644 << 16


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
    names = sorted(files, key=order)
    moment = datetime.fromtimestamp(min(max(epoch, EARLIEST), _LATEST), timezone.utc)
    if len(names) >= _MANY or sum(map(len, files.values())) > _LARGE:
        _write_large(path, names, files, moment)
    else:
        path.write_bytes(b"".join(_parts(names, files, moment)))
    return path


def _parts(names: Iterable[str], files: Mapping[str, bytes], moment: datetime) -> Iterator[bytes]:
    """The bytes that the library writes too, for less: a package has hundreds of small files.

    https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3
    """
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    entries, place = [], 0
    for name in names:
        content, told = files[name], name.encode()
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        flags = 0 if name.isascii() else 0x800  # the name is UTF-8
        sizes = (zlib.crc32(content), len(packed), len(content), len(told))
        common = struct.pack("<5H3I2H", 20, flags, zipfile.ZIP_DEFLATED, time, day, *sizes, 0)
        entries.append(_ENTRY + common + struct.pack("<3H2I", 0, 0, 0, _MODE, place) + told)
        place += len(_HEADER) + len(common) + len(told) + len(packed)
        yield from (_HEADER, common, told, packed)
    yield from entries
    size, count = sum(map(len, entries)), len(entries)
    yield _END + struct.pack("<4H2IH", 0, 0, count, count, size, place, 0)


def _write_large(
    path: Path, names: Iterable[str], files: Mapping[str, bytes], moment: datetime
) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.create_system = 3  # Unix, on Windows too: otherwise the modes mean nothing
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=LEVEL)


def time_of(path: Path) -> datetime:
    """The time of the files in such a zip, in UTC."""
    with zipfile.ZipFile(path) as archive:
        newest = max(entry.date_time for entry in archive.infolist())
    return datetime(*newest, tzinfo=timezone.utc)
