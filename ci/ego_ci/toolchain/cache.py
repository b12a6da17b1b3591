"""The cache of installed tools: one folder a tool and platform, made aside and renamed, shared by all processes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from ego_ci.lock import locked
from ego_ci.toolchain import digest
from ego_ci.toolchain.lock import Entry, here

_RECORD = ".sha256"


@dataclass(frozen=True)
class Cache:
    """The folder of all installed tools."""

    root: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Cache:
        """EGO_TOOLCHAIN, or a place in the user's cache folder (XDG Base Directory specification)."""
        if environ.get("EGO_TOOLCHAIN"):  # an image brings the tools, wherever a job's caches are
            return cls(Path(environ["EGO_TOOLCHAIN"]))
        base = environ.get("XDG_CACHE_HOME") or os.path.join(environ.get("HOME") or "~", ".cache")  # noqa: PTH118 - may hold ~
        return cls(Path(base).expanduser() / "protoc-gen-ego" / "toolchain")

    def folder(self, entry: Entry) -> Path:
        """Where an entry is installed; another lock or platform has another folder."""
        return self.root / f"{entry.name}-{entry.version}-{here()}-{entry.digest[:16]}"

    def record(self, entry: Entry) -> Path:
        """The file that tells the digest which an entry had when it was installed."""
        folder = self.folder(entry)
        return folder.with_name(folder.name + _RECORD)

    def recorded(self, entry: Entry) -> str:
        """That digest, '' if nothing was recorded."""
        try:
            return self.record(entry).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def remember(self, entry: Entry, tree: str) -> None:
        """Records a digest; whole or not at all."""
        target = self.record(entry)
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{tree}\n")
        Path(aside).replace(target)

    def fill(self, entry: Entry, install: Callable[[Path], None]) -> str:
        """Installs an entry into its folder and returns the digest of what is there now.

        `install` fills an empty folder aside; when it raises, nothing is left. What stood there is replaced.
        Only for the holder of the entry's lock: what a killed one left half-done is cleared.
        """
        target = self.folder(entry)
        self.root.mkdir(parents=True, exist_ok=True)
        for leftover in self.root.glob(f".new-{target.name}-*"):
            _remove(leftover)
        aside = Path(tempfile.mkdtemp(prefix=f".new-{target.name}-", dir=self.root))
        try:
            made = aside / "made"
            made.mkdir()
            install(made)
            tree = digest.of_tree(made)
            if target.exists():
                target.rename(aside / "old")
            # The record first: a folder without one is not used, so a crash between the two installs it again.
            self.remember(entry, tree)
            made.rename(target)
            return tree
        finally:
            _remove(aside)

    def locked(self, entry: Entry, waiting: Callable[[], None]) -> AbstractContextManager[None]:
        """Holds an entry while it is installed, so that of several processes one does it; `waiting` is told once."""
        return locked(self.root / ".locks" / self.folder(entry).name, waiting)


def _remove(folder: Path) -> None:
    """Removes a folder that may hold files without permission to write (Go makes such)."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for path in folder.rglob("*"):
            with suppress(OSError):
                path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
