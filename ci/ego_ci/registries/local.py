"""Local registry: a plain folder that package managers install from, without a server."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ego_ci.lock import locked
from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.problem import Problem
from ego_ci.registries import atomic
from ego_ci.registries.composer_tree import ComposerTree
from ego_ci.registries.go_proxy import GoProxy
from ego_ci.registries.layout import BROKEN, Layout, broken_beside, from_same_sources
from ego_ci.registries.maven_tree import MavenTree
from ego_ci.registries.opening import Opening
from ego_ci.registries.packuments import Packuments
from ego_ci.registries.registry import Conflict, Found, Receipt, Standing, digests, may_differ
from ego_ci.registries.simple_index import SimpleIndex

LAYOUTS: Mapping[str, Layout] = {
    "python": SimpleIndex(),
    "typescript": Packuments(),
    "java": MavenTree(),
    "go": GoProxy(),
    "php": ComposerTree(),
}
"""Language -> where its package manager looks for files and pages."""


def from_settings(opening: Opening) -> Local:
    """The registry that ego.yaml describes: `type: local`, `path: FOLDER`."""
    return Local(opening.name, opening.path, opening.waiting, opening.languages(*LAYOUTS))


@dataclass(frozen=True)
class Local:
    """A registry in a folder, which several publishers may share.

    Every file is written aside, synced and renamed. One publisher writes at a time; whoever comes second
    finds the file and compares. Reading needs no lock.

    Attributes:
        name: the name that ego.yaml gives it.
        root: the folder; made when something is published first.
        waiting: called once when another publisher has to end first.
        languages: those that it takes.
        layouts: language -> where its package manager looks for files and pages.
    """

    name: str
    root: Path
    waiting: Callable[[], None] = lambda: None
    languages: tuple[str, ...] = tuple(LAYOUTS)
    layouts: Mapping[str, Layout] = field(default_factory=lambda: LAYOUTS, repr=False)
    _swept: list[Path] = field(default_factory=list, repr=False, compare=False)

    def ready(self) -> None:
        """A folder needs no token; whether it can be written is seen when it is."""

    def find(self, artifact: Artifact) -> Found:
        """How the package stands here: by its bytes, never by a name or a time alone."""
        layout = self._layout(artifact)
        there = layout.file_of(self.root, artifact)
        if not there.is_file():
            return Found(Standing.ABSENT, str(there))
        sha256 = sha256_of(there)
        if sha256 != artifact.sha256:
            kept = artifact.shared and from_same_sources(layout, there, artifact.path)
            standing = Standing.KEPT if kept else Standing.DIFFERENT
            return Found(standing, str(there), digests(sha256, artifact.sha256))
        missing = []
        for file in artifact.beside:
            place = layout.beside_of(self.root, artifact, file)
            if not place.is_file():
                missing.append(file.name)
            elif not may_differ(file) and place.read_bytes() != file.read_bytes():
                detail = f"{file.name}\n{digests(sha256_of(place), sha256_of(file))}"
                return Found(Standing.DIFFERENT, str(place), detail)
        if not layout.is_listed(self.root, artifact):
            missing.append("the page that lists it")
        if missing:
            return Found(Standing.PARTIAL, str(there), f"without {', '.join(missing)}")
        return Found(Standing.SAME, str(there))

    def publish(self, artifact: Artifact) -> Receipt:
        """Publishes the package; see Registry. Raises Conflict, or Problem if the folder refuses."""
        layout = self._layout(artifact)
        found = self.find(artifact)
        if found.standing is Standing.SAME:
            return Receipt(artifact, found.standing, found.location)  # also in a folder of others
        with self._writing(), locked(self.root / ".lock", self.waiting):
            found = self.find(artifact)
            if found.standing is Standing.DIFFERENT:
                raise Conflict(artifact, self.name, found.location, found.detail)
            # A large registry takes long to look through: once, and where somebody was killed.
            if not self._swept or found.standing is Standing.PARTIAL:
                atomic.sweep(self.root)
                self._swept.append(self.root)
            if found.standing is not Standing.KEPT:
                for file in artifact.beside:
                    place = layout.beside_of(self.root, artifact, file)
                    if not place.is_file():
                        atomic.copy(file, place, sha256=sha256_of(file))
            if found.standing is Standing.ABSENT:
                target = layout.file_of(self.root, artifact)
                atomic.copy(artifact.path, target, sha256=artifact.sha256)
            try:
                layout.write_pages(self.root, artifact)
            except BROKEN as error:
                files = broken_beside(layout.file_of(self.root, artifact))
                raise Problem(
                    f"the registry {self.name} has files that are no packages: "
                    f"{', '.join(map(str, files)) or self.root} ({error})",
                    remedy="remove them, and publish what they were once more",
                ) from error
        return Receipt(artifact, found.standing, found.location, found.detail)

    def install_line(self, artifact: Artifact) -> str:
        """The command that installs the package from this folder."""
        return self._layout(artifact).install_line(self.root, artifact)

    def _layout(self, artifact: Artifact) -> Layout:
        layout = self.layouts.get(artifact.language)
        if layout is None:
            raise Problem(f"a local registry cannot hold packages for {artifact.language}")
        return layout

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Says which folder refused, and why, in place of a bare OSError."""
        try:
            yield
        except OSError as error:
            remedies = {
                errno.ENOSPC: "free some space",
                errno.EDQUOT: "free some space",
                errno.EROFS: "publish to a folder that can be written",
                errno.EACCES: "change its permissions",
                errno.ENOTDIR: "a file stands in its place: move it away",
                errno.EEXIST: "a file stands in its place: move it away",
            }
            reason = error.strerror or os.strerror(error.errno or 0)
            hint = remedies.get(error.errno or 0, "look at the folder")
            raise Problem(
                f"the registry {self.name} ({self.root}) cannot be written: {reason}",
                remedy=f"{hint}, or set `registries.{self.name}.path` in ego.yaml",
            ) from error
