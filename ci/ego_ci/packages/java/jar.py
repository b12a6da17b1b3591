"""Jar: an archive of classes or sources whose bytes depend on nothing but names, contents and one time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.archive import write_zip

MANIFEST = "META-INF/MANIFEST.MF"
_WIDTH = 72
"""Bytes of a manifest's line without its end (JAR File Specification); a longer one goes on behind a space."""


def write_jar(
    path: Path, files: Mapping[str, bytes], *, attributes: Mapping[str, str], epoch: int
) -> Path:
    """Writes a jar, its manifest first as java.util.jar wants it, the rest sorted; returns its path.

    Args:
        path: the file to write.
        files: name inside the archive, with `/` -> content.
        attributes: of the manifest's main section.
        epoch: the time of every file in seconds since 1970, written as UTC.
    """
    files = {**files, MANIFEST: _manifest(attributes)}
    return write_zip(path, files, epoch=epoch, order=lambda name: (name != MANIFEST, name))


def _manifest(attributes: Mapping[str, str]) -> bytes:
    lines = {"Manifest-Version": "1.0", **attributes}
    return b"".join(_line(name, value) for name, value in lines.items() if value) + b"\r\n"


def _line(name: str, value: str) -> bytes:
    """One attribute, broken where the specification wants it, never inside a character."""
    text = f"{name}: {' '.join(value.split())}"
    rows, row = [], b""
    for character in text:
        data = character.encode()
        if len(row) + len(data) > _WIDTH:
            rows.append(row)
            row = b" "
        row += data
    return b"\r\n".join([*rows, row, b""])
