"""Shelf: the packages of one run, taken over from the last run where nothing that they are made of changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.problem import Problem


@dataclass
class Shelf:
    """Collects packages in a new folder that replaces the old one.

    Attributes:
        old: the folder of the last run; need not exist.
        new: an empty folder.
        artifacts: what has been put into it so far.
        reused: names of those that were taken over.
    """

    old: Path
    new: Path
    artifacts: list[Artifact] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)

    def put(self, name: str, digest: str, build: Callable[[], Artifact]) -> None:
        """Puts a package in: the old file if it was made of the same things and is whole, else a new one.

        Args:
            name: its name in the registry.
            digest: of all that its bytes depend on.
            build: makes it, anywhere.
        """
        kept = next((a for a in self._last if a.name == name and a.digest == digest), None)
        if kept and kept.path.is_file() and sha256_of(kept.path) == kept.sha256:
            self.reused.append(name)
            artifact = kept
        else:
            artifact = replace(build(), digest=digest)
        target = self.new / artifact.language / artifact.path.name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(artifact.path, target)
        self.artifacts.append(replace(artifact, path=target))

    def close(self) -> None:
        """Writes the manifest, the last file of all."""
        (self.new / manifest.NAME).write_bytes(manifest.dump(self.artifacts, self.new))

    @property
    def _last(self) -> tuple[Artifact, ...]:
        try:
            return manifest.load(self.old)
        except Problem:
            return ()
