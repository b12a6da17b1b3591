"""Tarball: an npm package file whose bytes depend on nothing but names, contents and one time."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.archive import LEVEL

_ROOT = "package"
"""The one top-level folder that npm expects, whatever its name; it is stripped when the package is installed."""


def write_tarball(path: Path, files: Mapping[str, bytes], *, epoch: int) -> Path:
    """Writes a .tgz of regular files, package.json first, the rest sorted; returns its path.

    Every file has mode 644, no owner and one time: `npm pack` takes modes over from the disk, and with
    them the umask of whoever generated the files.

    Args:
        path: the file to write.
        files: path inside the package, with `/` -> content.
        epoch: the time of every file in seconds since 1970.
    """
    plain = io.BytesIO()
    # pax only where it is needed, for names that are long or not ASCII.
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files, key=lambda name: (name != "package.json", name)):
            entry = tarfile.TarInfo(f"{_ROOT}/{name}")
            entry.size, entry.mode, entry.mtime = len(files[name]), 0o644, max(epoch, 0)
            archive.addfile(entry, io.BytesIO(files[name]))
    path.write_bytes(gzip.compress(plain.getvalue(), compresslevel=LEVEL, mtime=0))
    return path


def tarball_name(name: str, version: str) -> str:
    """The file name that npm gives a package.

    >>> tarball_name("@acme/shop-client", "1.2.3")
    'acme-shop-client-1.2.3.tgz'
    """
    return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"


def read_file(path: Path, name: str) -> bytes:
    """One file of an npm package, b"" if there is none; reads no further than it stands, and `npm pack` begins with it.

    What of the package comes after it is not looked at.
    """
    with tarfile.open(path, "r:gz") as archive:
        for entry in archive:
            stream = archive.extractfile(entry) if entry.isfile() else None
            if stream is not None and entry.name.partition("/")[2] == name:
                return stream.read()
    return b""


def read_tarball(path: Path) -> dict[str, bytes]:
    """The files of an npm package, by path below its top-level folder, whatever that is called."""
    with tarfile.open(path, "r:gz") as archive:
        found = {}
        for entry in archive:
            stream = archive.extractfile(entry) if entry.isfile() else None
            if stream is not None:
                found[entry.name.partition("/")[2]] = stream.read()
        return found
