"""Maven tree: the part of a local registry that Maven and Gradle install from, also without a server.

maven/com/example/shop/shop-client/1.2.3/shop-client-1.2.3.jar      and .pom, -sources.jar, each with .sha1 …
maven/com/example/shop/shop-client/maven-metadata.xml              the list of versions

The layout: https://maven.apache.org/repository/layout.html
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.facts import FILE
from ego_ci.problem import Problem
from ego_ci.registries import atomic, maven_metadata
from ego_ci.versions.semver import parse

_SUMS = ("md5", "sha1", "sha256", "sha512")
"""What Maven and Gradle know; a file without one is used with a warning."""
_LIST = "maven-metadata.xml"


class MavenTree:
    """The layout that Maven installs from; see Layout. An artifact's name is `groupId:artifactId`."""

    def file_of(self, root: Path, artifact: Artifact) -> Path:
        """Where the artifact's file is or will be."""
        return _project(root, artifact.name) / artifact.version / artifact.path.name

    def beside_of(self, root: Path, artifact: Artifact, file: Path) -> Path:
        """Where the pom, the sources and the SBOM are or will be: beside the jar."""
        return self.file_of(root, artifact).with_name(file.name)

    def is_listed(self, root: Path, artifact: Artifact) -> bool:
        """True if the list has the version and every file of it has its sums."""
        there = self.file_of(root, artifact)
        files = [there, *(there.with_name(file.name) for file in artifact.beside)]
        listed = _read(_project(root, artifact.name) / _LIST)
        return maven_metadata.lists(listed, artifact.version) and all(map(_has_sums, files))

    def write_pages(self, root: Path, artifact: Artifact) -> None:
        """Writes sums and the list anew from the files that are there: a crash in between heals by itself."""
        project = _project(root, artifact.name)
        group, _, name = artifact.name.partition(":")
        versions = sorted((path.parent.name for path in project.glob("*/*.pom")), key=_rank)
        for file in sorted((project / artifact.version).iterdir()):
            if file.suffix[1:] not in _SUMS and not file.name.startswith("."):
                _write_sums(file)
        listed = project / _LIST
        text = _read(listed)
        if [v for v in versions if not maven_metadata.lists(text, v)]:
            text = None
            for version in versions:
                text = maven_metadata.added(text, group=group, name=name, version=version)
            atomic.write(listed, (text or b"").decode())
        _write_sums(listed)

    def same_sources(self, one: Path, other: Path) -> bool:
        """True if both say that they were compiled from the same sources."""
        return _sources(one) == _sources(other) != ""

    def install_line(self, root: Path, artifact: Artifact) -> str:
        """The dependency, and the repository it is found in."""
        group, _, name = artifact.name.partition(":")
        return (
            f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
            f"<version>{artifact.version}</version></dependency> "
            f"from <url>{(root / 'maven').resolve().as_uri()}</url>"
        )

    def serve_line(self, url: str) -> str:
        """The repository of a pom or of settings.xml, behind Central."""
        return f"<repository><id>ego</id><url>{url}/maven/</url></repository>"


def _project(root: Path, name: str) -> Path:
    group, _, artifact = name.partition(":")
    return root.joinpath("maven", *group.split("."), artifact)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sums(file: Path) -> dict[Path, str]:
    data = file.read_bytes()
    return {
        file.with_name(f"{file.name}.{kind}"): hashlib.new(
            kind, data, usedforsecurity=False
        ).hexdigest()
        for kind in _SUMS
    }


def _has_sums(file: Path) -> bool:
    return file.is_file() and all(
        _read(path) == text.encode() for path, text in _sums(file).items()
    )


def _write_sums(file: Path) -> None:
    sums = {path.name: text for path, text in _sums(file).items()}
    atomic.write_all(file.parent, sums, lasting=False)


def _rank(version: str) -> tuple[object, ...]:
    try:
        return (1, *parse(version).precedence)
    except Problem:
        return (0, version)


def _sources(jar: Path) -> str:
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.startswith("META-INF/ego/") and name.endswith(f"/{FILE}"):
                return str(json.loads(archive.read(name)).get("sources", ""))
    return ""
