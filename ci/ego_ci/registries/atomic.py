"""Atomic writing: a file is there whole or not at all, also after a crash."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
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
    write_all(target.parent, {target.name: text})


def write_all(folder: Path, texts: Mapping[str, str], *, lasting: bool = True) -> None:
    """Writes text files into one folder, by name, those that do not have their text.

    Without `lasting` they are whole or not there as always, but nobody waits for the disk: for what is compared with
    the file that it is made of before it counts, and is made again.
    """
    changed = False
    for name, text in texts.items():
        data, target = text.encode(), folder / name
        with suppress(FileNotFoundError):
            if target.read_bytes() == data:
                continue
        _place(target, [data], lasting=lasting)
        changed = True
    if changed and lasting:
        _sync(folder)


def sweep(folder: Path) -> None:
    """Removes what a killed publisher left half-written; only for the holder of the lock."""
    for here, _, files in os.walk(folder):
        for name in files:
            if name.startswith(PARTIAL):
                Path(here, name).unlink(missing_ok=True)


def _write(target: Path, blocks: Iterable[bytes]) -> None:
    _place(target, blocks, lasting=True)
    _sync(target.parent)


def _place(target: Path, blocks: Iterable[bytes], *, lasting: bool) -> None:
    aside = target.with_name(f"{PARTIAL}{os.getpid()}-{target.name}")
    try:
        with _opened(aside) as file:
            for block in blocks:
                rest = memoryview(block)
                while rest:  # a disk that fills up takes a part first, and refuses what is left
                    rest = rest[file.write(rest) :]
            if lasting:
                os.fsync(file.fileno())
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _opened(path: Path) -> io.FileIO:
    """A new file without a buffer: what is written to it is whole blocks. Its folder is made if it is not there."""
    try:
        return path.open("wb", buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb", buffering=0)


def _sync(folder: Path) -> None:
    """Makes a rename last: the folder is data too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
