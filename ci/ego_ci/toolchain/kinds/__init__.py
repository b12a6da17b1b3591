"""Kinds: where a pinned tool comes from, one file each, by the ordinary package manager of that place."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from ego_ci.process import Runner
from ego_ci.toolchain.cache import Cache
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


class System(Protocol):
    """What a file offers whose tools are not ours to install: those of the distribution and of the environment."""

    def find(self, entry: Entry) -> Path | None:
        """Where the tool is, None if it is not there."""

    def install(self, entry: Entry, process: Runner) -> None:
        """Installs it, or raises the Problem that says who can."""

    def verify(self, entry: Entry, process: Runner, cache: Cache) -> str:
        """Its digest; raises Problem if it is not there or not as it should be."""


def system(entry: Entry) -> System | None:
    """The file of an entry's kind if its tools are the system's; None if they are in our cache."""
    if entry.kind not in ("debian", "environment"):
        return None
    return cast("System", import_module(f"ego_ci.toolchain.kinds.{entry.kind}"))


def load(kind: str) -> Kind:
    """The file of a kind, imported when it is used."""
    return cast("Kind", import_module(_MODULES[kind]))
