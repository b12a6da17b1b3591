"""Digests of files and of trees of files: what is compared with the lock before anything runs."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_BLOCK = 1 << 20
# npm writes it in the words of its own version; it says nothing that the other files do not.
_IGNORED = frozenset({"node_modules/.package-lock.json"})


def of_file(path: Path) -> str:
    """The sha256 of a file's bytes."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()


def of_tree(folder: Path) -> str:
    """The sha256 over the relative paths and bytes of all files below a folder; a link counts as its target's name."""
    total = hashlib.sha256()
    start = len(str(folder)) + 1
    for path in sorted(_files(str(folder))):
        name = path[start:]
        if name in _IGNORED:
            continue
        total.update(name.encode("utf-8", "surrogateescape") + b"\0")
        if os.path.islink(path):  # noqa: PTH114 - thousands of files, a Path for each costs more than reading them
            total.update(b"link " + os.readlink(path).encode())  # noqa: PTH115 - see above
        else:
            with open(path, "rb") as file:  # noqa: PTH123 - see above
                total.update(hashlib.sha256(file.read()).digest())
        total.update(b"\0")
    return total.hexdigest()


def _files(folder: str) -> list[str]:
    found: list[str] = []
    for here, folders, files in os.walk(folder):
        found += [f"{here}/{name}" for name in files]
        found += [f"{here}/{name}" for name in folders if os.path.islink(f"{here}/{name}")]  # noqa: PTH114 - see above
    return found
