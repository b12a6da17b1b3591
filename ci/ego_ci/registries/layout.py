"""Layout: how one package manager wants a plain folder to look. One package manager is one file beside this."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Protocol

from ego_ci.packages.artifact import Artifact


class Layout(Protocol):
    """The part of a local registry that one package manager installs from; `root` is the registry's folder."""

    def file_of(self, root: Path, artifact: Artifact) -> Path:
        """Where the artifact's file is or will be."""

    def beside_of(self, root: Path, artifact: Artifact, file: Path) -> Path:
        """Where one of the files in `artifact.beside` is or will be."""

    def is_listed(self, root: Path, artifact: Artifact) -> bool:
        """True if the package manager would find exactly these bytes."""

    def write_pages(self, root: Path, artifact: Artifact) -> None:
        """Writes the pages that list the artifact's project, from the files that are there."""

    def same_sources(self, one: Path, other: Path) -> bool:
        """True if two package files differ only in what the tools that built them put in."""

    def install_line(self, root: Path, artifact: Artifact) -> str:
        """The command that installs the package from the folder."""

    def serve_line(self, url: str) -> str:
        """How the package manager is told of the folder when it is served at `url` (no slash at its end)."""


class Beside:
    """For layouts whose package manager has no place for an SBOM or a provenance: they get a folder of their own."""

    def beside_of(self, root: Path, artifact: Artifact, file: Path) -> Path:
        """`beside/<language>/<name>/<version>/<file>`; a name such as `@acme/shop` is a folder in a folder."""
        return root / "beside" / artifact.language / artifact.name / artifact.version / file.name


BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, ValueError, KeyError)
"""What reading a package raises that was cut off or is none at all."""


def from_same_sources(layout: Layout, one: Path, other: Path) -> bool:
    """Layout.same_sources; what is no package, because it was cut off or is an error page, has no sources."""
    try:
        return layout.same_sources(one, other)
    except BROKEN:
        return False


def broken_beside(package: Path) -> list[Path]:
    """The package files in the folder of one that cannot be read to their ends."""
    return [
        file
        for file in sorted(package.parent.glob(f"*{package.suffix}"))
        if not (_is_whole_tarball(file) if file.suffix == ".tgz" else _is_whole_zip(file))
    ]


def _is_whole_zip(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.testzip() is None
    except BROKEN:
        return False


def _is_whole_tarball(file: Path) -> bool:
    try:
        with tarfile.open(file, "r:gz") as archive:
            return bool(archive.getmembers())
    except BROKEN:
        return False
