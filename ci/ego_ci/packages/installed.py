"""Installed distributions, known by the names of their folders in site-packages (recorded installed projects).

importlib.metadata parses a whole METADATA file for a version, and costs more to import than all that is asked here.
It answers where there is no such folder.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path

_SUFFIX = ".dist-info"


@cache
def version(name: str) -> str:
    """The version of an installed distribution; PackageNotFoundError if there is none."""
    if found := folder(name):
        return found.name.removesuffix(_SUFFIX).rpartition("-")[2]
    from importlib.metadata import version

    return version(name)


@cache
def text(name: str, file: str) -> str:
    """A file of a distribution's metadata, '' if it has none; PackageNotFoundError without the distribution."""
    if found := folder(name):
        path = found / file
        return path.read_text("utf-8") if path.is_file() else ""
    from importlib.metadata import distribution

    return distribution(name).read_text(file) or ""


def folder(name: str) -> Path | None:
    """The folder of its metadata, `shop_client-1.2.3.dist-info`; None if it has none."""
    return _folders(tuple(sys.path)).get(_normalized(name))


@cache
def _folders(places: tuple[str, ...]) -> dict[str, Path]:
    """All such folders by the normalized name; that of the first place counts, as in importing."""
    found: dict[str, Path] = {}
    for place in places:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - of hundreds of names a few are wanted
        except OSError:
            continue  # a zip file, or nothing
        for name in sorted(names):
            stem, dash, _ = name.removesuffix(_SUFFIX).rpartition("-")
            if dash and name.endswith(_SUFFIX):
                found.setdefault(_normalized(stem), Path(place, name))
    return found


def _normalized(name: str) -> str:
    """The one spelling of a name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
