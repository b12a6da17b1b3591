"""Wheel: modules and metadata in one file (binary distribution format), with the same bytes everywhere.

https://packaging.python.org/en/latest/specifications/binary-distribution-format/
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.archive import write_zip
from ego_ci.packages.installed import version
from ego_ci.packages.python.metadata import Metadata


def write_wheel(
    folder: Path,
    metadata: Metadata,
    modules: Mapping[str, str],
    *,
    licence: bytes = b"",
    epoch: int,
) -> Path:
    """Writes the wheel of some modules into a folder; returns its path.

    Neither folder, umask, time zone nor user show in the bytes.

    Args:
        folder: where the file ends up.
        metadata: name, version and the rest; what it refuses is a Problem.
        modules: path below site-packages -> text.
        licence: its text, b"" if there is none.
        epoch: time of each file in seconds since 1970.
    """
    stem = f"{re.sub(r'[-_.]+', '_', metadata.name).lower()}-{metadata.version}"
    info = f"{stem}.dist-info"
    files = {path: text.encode() for path, text in modules.items()}
    files[f"{info}/METADATA"] = metadata.text(has_licence=bool(licence)).encode()
    files[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: ego {version('protoc-gen-ego')}\n"
        "Root-Is-Purelib: true\nTag: py3-none-any\n"
    ).encode()
    if licence:
        files[f"{info}/licenses/LICENSE"] = licence
    record = f"{info}/RECORD"
    lines = [
        _line(name, files[name]) for name in sorted(files, key=lambda name: _place(name, info))
    ]
    files[record] = "".join([*lines, f"{record},,\n"]).encode()
    path = folder / f"{stem}-py3-none-any.whl"
    # The metadata last, as the format asks: it can be replaced without writing all of the file anew.
    return write_zip(path, files, epoch=epoch, order=lambda name: _place(name, info))


def _place(name: str, info: str) -> tuple[bool, bool, str]:
    return name.startswith(f"{info}/"), name == f"{info}/RECORD", name


def _line(name: str, data: bytes) -> str:
    """One file in RECORD (recorded installed projects), a line of CSV."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    told = '"' + name.replace('"', '""') + '"' if {",", '"'} & set(name) else name
    return f"{told},sha256={digest},{len(data)}\n"
