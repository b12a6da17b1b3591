"""Local registry: a plain folder that package managers install from, without a server."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.problem import Problem
from ego_ci.registries import atomic
from ego_ci.registries.layout import Layout
from ego_ci.registries.registry import Conflict, Receipt, Standing
from ego_ci.registries.simple_index import SimpleIndex

if TYPE_CHECKING:
    from ego_ci.project import Registry as Settings

LAYOUTS: Mapping[str, Layout] = {"python": SimpleIndex()}
"""Language -> where its package manager looks for files and pages."""


def from_settings(settings: Settings, waiting: Callable[[], None]) -> Local:
    """The registry that ego.yaml describes: `type: local`, `path: FOLDER`."""
    return Local(settings.name, settings.path, waiting)


@dataclass(frozen=True)
class Local:
    """A registry in a folder, which several publishers may share.

    Every file is written aside, synced and renamed. One publisher writes at a time; whoever comes second
    finds the file and compares. Reading needs no lock.

    Attributes:
        name: the name that ego.yaml gives it.
        root: the folder; made when something is published first.
        waiting: called once when another publisher has to end first.
    """

    name: str
    root: Path
    waiting: Callable[[], None] = lambda: None

    def standing(self, artifact: Artifact) -> Standing:
        """How the package stands here: by its bytes, never by a name or a time alone."""
        layout = _layout(artifact)
        there = layout.file_of(self.root, artifact)
        if not there.is_file():
            return Standing.ABSENT
        if sha256_of(there) == artifact.sha256:
            return Standing.SAME
        if artifact.shared and layout.same_sources(there, artifact.path):
            return Standing.KEPT
        return Standing.DIFFERENT

    def publish(self, artifact: Artifact) -> Receipt:
        """Publishes the package; see Registry. Raises Conflict, or Problem if the folder refuses."""
        layout = _layout(artifact)
        there = layout.file_of(self.root, artifact)
        if self.standing(artifact) is Standing.SAME and layout.is_listed(self.root, artifact):
            return Receipt(artifact, Standing.SAME, str(there))  # also in a folder of others
        with self._writing(), atomic.locked(self.root, waiting=self.waiting):
            standing = self.standing(artifact)
            if standing is Standing.DIFFERENT:
                raise Conflict(artifact, self.name, str(there), sha256_of(there))
            atomic.sweep(self.root)
            if standing is Standing.ABSENT:
                atomic.copy(artifact.path, there, sha256=artifact.sha256)
            layout.write_pages(self.root, artifact)
        return Receipt(artifact, standing, str(there))

    def install_line(self, artifact: Artifact) -> str:
        """The command that installs the package from this folder."""
        return _layout(artifact).install_line(self.root, artifact)

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


def _layout(artifact: Artifact) -> Layout:
    layout = LAYOUTS.get(artifact.language)
    if layout is None:
        raise Problem(f"a local registry cannot hold packages for {artifact.language}")
    return layout
