"""Evidence: all that the SBOM and the provenance of a package are written from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ego_ci.packages import provenance, sbom
from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.packages.purl import of_tool, purl
from ego_ci.toolchain.lock import LOCK, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ego_ci.packages.job import Job

BILL = ".cdx.json"
STATEMENT = ".intoto.json"
"""A package's SBOM and provenance are called like the package, with these at their ends."""


class Tool(NamedTuple):
    """A tool of the toolchain."""

    name: str
    version: str
    purl: str


@dataclass(frozen=True)
class Evidence:
    """What is known of a package when it has been built.

    Attributes:
        artifact: the package, with its own files beside it.
        tools: what generated, compiled and packed it.
        lock: sha256 of the lock file that pins those tools, hashes of their bytes included.
        job: the client; None for the error runtime, which has nothing of a repository.
    """

    artifact: Artifact
    tools: tuple[Tool, ...]
    lock: str
    job: Job | None

    @property
    def purl(self) -> str:
        """The package."""
        return purl(self.artifact.language, self.artifact.name, self.artifact.version)

    @property
    def files(self) -> dict[str, str]:
        """The package's files by name with their sha256, the one that is installed first."""
        beside = {path.name: sha256_of(path) for path in self.artifact.beside}
        return {self.artifact.path.name: self.artifact.sha256, **beside}


def attest(
    artifact: Artifact,
    tools: Mapping[str, str],
    entries: Mapping[str, Entry],
    job: Job | None,
) -> Artifact:
    """Writes SBOM and provenance beside a package, and returns it with them.

    tools: name -> version, as the format tells. entries: the lock file.
    """
    found = tuple(
        Tool(name, version, _purl(name, version, entries))
        for name, version in sorted(tools.items())
    )
    evidence = Evidence(artifact, found, sha256_of(LOCK), job)
    bill = _beside(artifact, BILL)
    bill.write_bytes(sbom.document(evidence))
    statement = _beside(artifact, STATEMENT)
    statement.write_bytes(provenance.statement(evidence, {bill.name: sha256_of(bill)}))
    return dataclasses.replace(artifact, beside=(*artifact.beside, bill, statement))


def _beside(artifact: Artifact, suffix: str) -> Path:
    return artifact.path.with_name(artifact.path.name + suffix)


def _purl(name: str, version: str, entries: Mapping[str, Entry]) -> str:
    entry = entries.get(name)
    if entry is None:
        return of_tool(name, version, "")
    package = entry.pins.get("package", "")
    return of_tool(name, version, entry.kind, package if isinstance(package, str) else "")
