"""Digests of files and of trees of files: what is compared with the lock before anything runs.

The files of a toolchain are a hundred megabytes in thousands of files, read in every run. So each is read into one
buffer that stays (fresh memory for every file costs as much as hashing it), without an object for its path.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_BLOCK = 1 << 18
# npm writes it in the words of its own version; it says nothing that the other files do not.
_IGNORED = frozenset({"node_modules/.package-lock.json"})


def of_file(path: Path) -> str:
    """The sha256 of a file's bytes."""
    return _content(str(path), bytearray(_BLOCK)).hex()


def of_tree(folder: Path) -> str:
    """The sha256 over the relative paths and bytes of all files below a folder; a link counts as its target's name."""
    total = hashlib.sha256()
    block = bytearray(_BLOCK)
    start = len(str(folder)) + 1
    for path, is_link in sorted(_files(str(folder))):
        name = path[start:]
        if name in _IGNORED:
            continue
        total.update(name.encode("utf-8", "surrogateescape") + b"\0")
        if is_link:
            total.update(b"link " + os.readlink(path).encode())  # noqa: PTH115 - see the module
        else:
            total.update(_content(path, block))
        total.update(b"\0")
    return total.hexdigest()


def _content(path: str, block: bytearray) -> bytes:
    """The sha256 of a file, read through a buffer."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        size = os.readv(descriptor, [block])
        view = memoryview(block)
        found = hashlib.sha256(view[:size])
        while size:
            size = os.readv(descriptor, [block])
            found.update(view[:size])
        return found.digest()
    finally:
        os.close(descriptor)


def _files(folder: str) -> list[tuple[str, bool]]:
    """The path of every file below a folder, and whether it is a link; a link to a folder is a file here."""
    found: list[tuple[str, bool]] = []
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                is_link = entry.is_symlink()
                if not is_link and entry.is_dir():
                    waiting.append(entry.path)
                else:
                    found.append((entry.path, is_link))
    return found
