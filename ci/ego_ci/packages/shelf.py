"""Shelf: the packages of one run, taken over from the last run where nothing that they are made of changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.problem import Problem


@dataclass
class Shelf:
    """Collects packages with their manifests: what is new in a folder aside, until all of it can be settled.

    Attributes:
        old: the folder of the last run; need not exist.
        new: an empty folder on the same file system.
        sha256: the digest of a file; told by somebody who knows without reading it, if there is one.
        artifacts: what has been taken over or put in so far.
        reused: names of those that were taken over.
    """

    old: Path
    new: Path
    sha256: Callable[[Path], str] = sha256_of
    artifacts: list[Artifact] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)

    def kept(self, language: str, name: str, digest: str) -> Artifact | None:
        """The package of the last run that was made of the same things, if it is whole.

        Args:
            language: whose package it is.
            name: its name in the registry; '' for the language's error runtime.
            digest: of all that its bytes depend on.
        """
        found = self._last.get((language, name))
        return found if found and found.digest == digest else None

    def take(self, kept: Artifact) -> Artifact:
        """Takes a package of the last run over, where it is. Threads may do so at the same time."""
        self.reused.append(kept.name)
        self.artifacts.append(kept)
        return kept

    def put(self, built: Artifact, digest: str) -> Artifact:
        """Moves a new package in, with its manifest; returns it as it now stands. Threads may do so too."""
        folder = self.new / built.language
        folder.mkdir(exist_ok=True)
        for path in (built.path, *built.beside):
            path.replace(folder / path.name)
        put = replace(_moved(built, folder), digest=digest)
        manifest.write(put)
        self.artifacts.append(put)
        return put

    def settle(self, *, part: bool = False) -> tuple[Artifact, ...]:
        """Moves the new packages to the old folder, and removes from it what they replace; all, in publishing order.

        Also everything that no package of this run is, unless this run made only a part. Whoever is stopped in
        between leaves files that are no whole package, which the next run makes again.
        """
        before = self._known if part else ()
        settled = [_moved(a, self.old / a.language) for a in self.artifacts]
        for made, artifact in zip(self.artifacts, settled, strict=True):
            if made.path != artifact.path:
                artifact.path.parent.mkdir(parents=True, exist_ok=True)
                # The manifest last: what it names is there.
                for path in (*made.beside, made.path, manifest.path_of(made)):
                    path.replace(artifact.path.with_name(path.name))
        names = {(artifact.language, artifact.name) for artifact in settled}
        wanted = {path for artifact in settled for path in _files(artifact)}
        stale = (p for a in before if (a.language, a.name) in names for p in _files(a))
        for path in map(Path, set(stale if part else _below(self.old)) - wanted):
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()  # of a language that there is no more
        return tuple(sorted(settled, key=manifest.order))

    @cached_property
    def _last(self) -> dict[tuple[str, str], Artifact]:
        try:
            whole = manifest.whole(self.old, sha256=self.sha256)
        except Problem:
            return {}
        return {(a.language, "" if a.shared else a.name): a for a in whole}

    @property
    def _known(self) -> tuple[Artifact, ...]:
        try:
            return manifest.load(self.old)
        except Problem:
            return ()


def _moved(artifact: Artifact, folder: Path) -> Artifact:
    """The same package in another folder."""
    if artifact.path.parent == folder:
        return artifact
    beside = tuple(folder / path.name for path in artifact.beside)
    return replace(artifact, path=folder / artifact.path.name, beside=beside)


def _files(artifact: Artifact) -> tuple[str, ...]:
    return (*map(str, artifact.beside), str(artifact.path), f"{artifact.path}{manifest.SUFFIX}")


def _below(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        yield from (f"{here}{os.sep}{name}" for name in names)
