"""Maven: the Maven 2 repository layout over HTTP, put there file by file; as Nexus, Artifactory and GitLab take it.

No Maven runs: `mvn deploy` would fetch plugins to send the same requests, wants the token in a settings file
or in a JVM's environment, and cannot finish an upload that was cut off. See docs/decisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.maven_metadata import added, lists
from ego_ci.registries.opening import Opening
from ego_ci.registries.registry import Found, Standing, may_differ
from ego_ci.registries.remote import Remote
from ego_ci.registries.sources import difference, same_sources
from ego_ci.registries.web import Web

_METADATA = "maven-metadata.xml"
_TRIES = 5
"""How often the list of versions is written when others write it too; the protocol has no lock."""


def from_settings(opening: Opening) -> Maven:
    """The registry that ego.yaml describes: `type: maven`."""
    url = f"{opening.address()}/"
    credentials = opening.credentials(url)
    return Maven(
        opening.name,
        url,
        opening.languages("java"),
        credentials,
        opening.said,
        headers={"Authorization": credentials.basic},
    )


@dataclass(frozen=True, kw_only=True)
class Maven(Remote):
    """A Maven repository that takes PUT.

    Attributes:
        headers: what authenticates us, Basic or a header of the server's own.
    """

    headers: Mapping[str, str] = field(repr=False)

    def find(self, artifact: Artifact) -> Found:
        """How the version stands there: every file by its bytes, and the list of versions."""
        folder = self._folder(artifact)
        missing = []
        for file in _files(artifact):
            there = self._web.file(folder + file.name)
            if there is None:
                missing.append(file.name)
                continue
            here = file.read_bytes()
            if there != here and not may_differ(file):
                if file == artifact.path and same_sources(artifact, there):
                    return Found(Standing.KEPT, folder)
                return Found(Standing.DIFFERENT, folder, f"{file.name}\n{difference(there, here)}")
            if self._web.file(f"{folder}{file.name}.sha1") is None:
                missing.append(f"{file.name}.sha1")
        if artifact.path.name in missing and len(missing) == len(_files(artifact)):
            return Found(Standing.ABSENT, folder, parts=tuple(missing))
        address = self._metadata(artifact)
        listing = self._web.file(address)
        if not lists(listing, artifact.version):
            missing.append(_METADATA)
        elif not self._is_summed(address, listing or b""):
            missing.append(f"{_METADATA}.sha1")
        detail = f"without {', '.join(missing)}" if missing else ""
        standing = Standing.PARTIAL if missing else Standing.SAME
        return Found(standing, folder, detail, tuple(missing))

    def upload(self, artifact: Artifact, found: Found) -> bool:
        """Puts what is missing: the pom last, because resolving begins with it, and then the list of versions.

        A file is followed by its checksums, the one that is asked for last, so that it stands for all.
        """
        again = found.standing is Standing.PARTIAL  # then any checksum may be there
        for file in _files(artifact):
            address = found.location + file.name
            data = file.read_bytes()
            if file.name in found.parts:
                self._web.put(address, data)
            if {file.name, f"{file.name}.sha1"} & {*found.parts}:
                self._checksums(address, data, ask=again)
        self._list(artifact)
        return True

    def install_line(self, artifact: Artifact) -> str:
        """The dependency for a pom."""
        group, name = _coordinates(artifact)
        return (
            f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
            f"<version>{artifact.version}</version></dependency> from {self.url}"
        )

    def _list(self, artifact: Artifact) -> None:
        """Adds the version to the list; read again, in case another publisher wrote it meanwhile."""
        address = self._metadata(artifact)
        group, name = _coordinates(artifact)
        for _ in range(_TRIES):
            there = self._web.file(address) or b""
            if not lists(there, artifact.version):
                there = added(there, group=group, name=name, version=artifact.version)
                self._web.put(address, there, kind="application/xml")
            elif self._is_summed(address, there):
                return
            self._checksums(address, there, ask=True)

    def _is_summed(self, address: str, data: bytes, kind: str = "sha1") -> bool:
        """True if a file's checksum is there, and is that of these bytes: Maven refuses another one."""
        told = self._web.file(f"{address}.{kind}") or b""
        return told.split()[:1] == [_digest(kind, data)]

    def _checksums(self, address: str, data: bytes, *, ask: bool = False) -> None:
        for kind in ("md5", "sha1"):
            if not (ask and self._is_summed(address, data, kind)):
                self._web.put(f"{address}.{kind}", _digest(kind, data), kind="text/plain")

    def _folder(self, artifact: Artifact) -> str:
        group, name = _coordinates(artifact)
        parts = (*group.split("."), name, artifact.version)
        return self.url + "".join(f"{quote(part, safe='')}/" for part in parts)

    def _metadata(self, artifact: Artifact) -> str:
        return (
            self._folder(artifact).removesuffix(f"{quote(artifact.version, safe='')}/") + _METADATA
        )

    @property
    def _web(self) -> Web:
        return self.web(self.url, self.headers)


def _digest(kind: str, data: bytes) -> bytes:
    return hashlib.new(kind, data, usedforsecurity=False).hexdigest().encode()


def _coordinates(artifact: Artifact) -> tuple[str, str]:
    group, colon, name = artifact.name.partition(":")
    if not colon:
        raise Problem(f"{artifact.name!r} is no name of a Maven artifact (group:artifact)")
    return group, name


def _files(artifact: Artifact) -> tuple[Path, ...]:
    """All files of a package in the order in which they go up."""
    poms = tuple(file for file in artifact.beside if file.suffix == ".pom")
    others = tuple(file for file in artifact.beside if file.suffix != ".pom")
    return (artifact.path, *others, *poms)
