"""Installed distributions and their versions; reading a version parses a whole METADATA file, so each once."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as _version


@cache
def version(name: str) -> str:
    """The version of an installed distribution; PackageNotFoundError if there is none."""
    return _version(name)
