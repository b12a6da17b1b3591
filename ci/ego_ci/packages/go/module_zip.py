"""Module zips and their checksums, as the go command makes them (https://go.dev/ref/mod#zip-files).

The zip format is that of golang.org/x/mod/zip, the checksum that of golang.org/x/mod/sumdb/dirhash.Hash1.
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ego_ci.packages.archive import write_zip


def write_module_zip(
    path: Path, files: Mapping[str, bytes], *, module: str, version: str, epoch: int
) -> Path:
    """Writes the zip of a module version; every name in it begins with `module@version/`."""
    prefix = f"{module}@{version}/"
    return write_zip(path, {prefix + name: data for name, data in files.items()}, epoch=epoch)


def hash1(files: Mapping[str, bytes]) -> str:
    """The checksum of files by name: a line `sha256  name` for each in the order of names, hashed again.

    >>> hash1({"b": b"2", "a": b"1"}) == hash1({"a": b"1", "b": b"2"})
    True
    """
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return "h1:" + base64.b64encode(hashlib.sha256("".join(lines).encode()).digest()).decode()


def read_module_zip(path: Path) -> dict[str, bytes]:
    """The files of a module zip by their full names in it."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_go_mod(path: Path) -> bytes:
    """The go.mod of a module zip; nothing else of it is read."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(_go_mod(archive.namelist()))


def _go_mod(names: Iterable[str]) -> str:
    """The one nearest to the root."""
    return min((name for name in names if name.endswith("/go.mod")), key=len)


def escaped(path: str) -> str:
    """A module path or version in a form that survives file systems that ignore case (module.EscapePath).

    >>> escaped("github.com/Acme/shop")
    'github.com/!acme/shop'
    """
    return "".join(f"!{char.lower()}" if char.isupper() else char for char in path)
