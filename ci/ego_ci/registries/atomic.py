"""Atomic writing: a file is there whole or not at all, also after a crash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ego_ci.problem import Problem

PARTIAL = ".partial-"
"""Names of files that are being written; whoever holds the lock may remove leftovers of a crash."""
_BLOCK = 1 << 20


def copy(source: Path, target: Path, *, sha256: str) -> None:
    """Copies a file into place; Problem if its bytes are not the announced ones, e.g. changed meanwhile."""
    digest = hashlib.sha256()

    def blocks() -> Iterator[bytes]:
        with source.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                yield block
        if digest.hexdigest() != sha256:
            raise Problem(f"{source} changed after it was built", remedy="build it again")

    _write(target, blocks())


def write(target: Path, text: str) -> None:
    """Writes a text file into place, unless it has this text."""
    data = text.encode()
    with suppress(FileNotFoundError):
        if target.read_bytes() == data:
            return
    _write(target, iter([data]))


def sweep(folder: Path) -> None:
    """Removes what a killed publisher left half-written; only for the holder of the lock."""
    for leftover in folder.rglob(f"{PARTIAL}*"):
        leftover.unlink(missing_ok=True)


def _write(target: Path, blocks: Iterator[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{PARTIAL}{os.getpid()}-{target.name}")
    try:
        with aside.open("wb") as file:
            for block in blocks:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Makes a rename last: the folder is data too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
