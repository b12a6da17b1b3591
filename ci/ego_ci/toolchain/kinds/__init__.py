"""Kinds: where a pinned tool comes from, one file each, by the ordinary package manager of that place."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from ego_ci.process import Runner
from ego_ci.toolchain.lock import Entry

_MODULES: Mapping[str, str] = {
    name: f"ego_ci.toolchain.kinds.{name}" for name in ("pypi", "go", "maven", "npm")
}


class Kind(Protocol):
    """What a file of this folder offers to Toolchain; to renew the lock it has `resolve` beside it."""

    def install(self, entry: Entry, folder: Path, process: Runner) -> None:
        """Fills an empty folder with the entry's files, the package manager holding them to the pinned hashes.

        Raises Problem if it cannot, or if a download has other bytes.
        """


def load(kind: str) -> Kind:
    """The file of a kind, imported when it is used."""
    return cast("Kind", import_module(_MODULES[kind]))
