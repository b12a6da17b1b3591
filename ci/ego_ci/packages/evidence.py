"""Evidence: all that the SBOM and the provenance of a package are written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.packages.purl import purl

if TYPE_CHECKING:
    from ego_ci.packages.job import Job


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
