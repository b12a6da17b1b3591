"""Own code: the files of this program, on which every result depends.

There are hundreds of them and each run asks, so nothing is done for a file that need not be.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class OwnCode:
    """The files of some folders.

    folders: both packages, and the templates where they are not in one of them. record: pip's list of what it
    unpacked (recorded installed projects), None for a working tree.
    """

    folders: tuple[Path, ...]
    record: Path | None

    @classmethod
    def of(cls, *folders: Path) -> OwnCode:
        """The code in some folders, the first of which is a package of ours."""
        found = sorted(folders[0].parent.glob("protoc_gen_ego-*.dist-info/RECORD"))
        return cls(folders, found[0] if len(found) == 1 else None)

    @cached_property
    def state(self) -> str:
        """A digest by path, size and time: no file is read."""
        total = hashlib.sha256()
        for _, path, info in self._files:
            total.update(
                f"{path} {info.st_size} {info.st_mtime_ns}\0".encode(errors="surrogateescape")
            )
        return total.hexdigest()

    @cached_property
    def content(self) -> str:
        """A digest by content: the same on every machine, for digests that travel between CI jobs.

        What pip recorded is taken from there, unless the file is younger or of another size.
        """
        known, total = self._recorded, hashlib.sha256()
        latest = os.stat(self.record).st_mtime_ns if self.record else 0  # noqa: PTH116 - as for the others
        for name, path, info in self._files:
            size, sha256 = known.get(path, (-1, ""))
            if size != info.st_size or info.st_mtime_ns > latest:
                sha256 = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            total.update(f"{name}\0{sha256}\0".encode(errors="surrogateescape"))
        return total.hexdigest()

    @cached_property
    def _files(self) -> list[tuple[str, str, os.stat_result]]:
        """(name below its folder, path, state) of each, in the order of the folders and the names."""
        return [file for folder in self.folders for file in sorted(_below(str(folder)))]

    @property
    def _recorded(self) -> Mapping[str, tuple[int, str]]:
        """Path -> size and sha256 as pip recorded them, in lines of `path,sha256=BASE64,size`."""
        if self.record is None:
            return {}
        above, found = str(self.record.parents[1]), {}
        for line in self.record.read_text("utf-8").splitlines():
            name, algorithm, rest = line.partition(",sha256=")
            digest, _, size = rest.partition(",")
            if algorithm and size.isdecimal():
                sha256 = base64.urlsafe_b64decode(f"{digest}=").hex()
                found[f"{above}{os.sep}{name}"] = (int(size), sha256)
        return found


def _below(folder: str) -> Iterator[tuple[str, str, os.stat_result]]:
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    yield entry.path[len(folder) + 1 :], entry.path, entry.stat()
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)
