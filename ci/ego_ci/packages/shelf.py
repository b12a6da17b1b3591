"""Shelf: the packages of one run, taken over from the last run where nothing that they are made of changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem


@dataclass
class Shelf:
    """Collects packages in a new folder, with their manifests.

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

    def put(self, language: str, name: str, digest: str, build: Callable[[], Artifact]) -> Artifact:
        """Puts a package in: the old files if they were made of the same things and are whole, else new ones.

        Returns it as it now stands. Threads may put at the same time.

        Args:
            language: whose package it is.
            name: its name in the registry; '' for the language's error runtime.
            digest: of all that its bytes depend on.
            build: makes it, anywhere.
        """
        kept = self.kept(language, name, digest)
        artifact = kept or replace(build(), digest=digest)
        folder = self.new / language
        folder.mkdir(exist_ok=True)
        put = replace(
            artifact,
            path=folder / artifact.path.name,
            beside=tuple(folder / path.name for path in artifact.beside),
        )
        files = [artifact.path, *artifact.beside]
        if kept:
            self.reused.append(artifact.name)
            for path in (*files, manifest.path_of(artifact)):
                _take(path, folder / path.name)
        else:
            for path in files:
                shutil.copyfile(path, folder / path.name)
            manifest.write(put)
        self.artifacts.append(put)
        return put

    def kept(self, language: str, name: str, digest: str) -> Artifact | None:
        """The package of the last run that was made of the same things, if it is whole."""
        for artifact in self._last:
            same = artifact.shared if not name else artifact.name == name
            if artifact.language == language and same and artifact.digest == digest:
                return artifact
        return None

    def merge(self) -> None:
        """Moves the new packages to the old ones, in place of those with the same name."""
        names = {(artifact.language, artifact.name) for artifact in self.artifacts}
        for artifact in self._known:
            if (artifact.language, artifact.name) in names:
                for path in (manifest.path_of(artifact), artifact.path, *artifact.beside):
                    path.unlink(missing_ok=True)
        for artifact in self.artifacts:
            folder = self.old / artifact.language
            folder.mkdir(parents=True, exist_ok=True)
            # The manifest last: what it names is there.
            for path in (*artifact.beside, artifact.path, manifest.path_of(artifact)):
                path.replace(folder / path.name)

    @cached_property
    def _last(self) -> tuple[Artifact, ...]:
        try:
            return manifest.whole(self.old)
        except Problem:
            return ()

    @property
    def _known(self) -> tuple[Artifact, ...]:
        try:
            return manifest.load(self.old)
        except Problem:
            return ()


def _take(path: Path, target: Path) -> None:
    """The same file under another name; what is built is never written to again."""
    try:
        os.link(path, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, target)
