"""Generic: GitLab's generic packages, for files that no package manager has a place for: SBOM and provenance.

https://docs.gitlab.com/user/packages/generic_packages/
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from ego_ci.packages.artifact import Artifact
from ego_ci.registries.web import Web


@dataclass(frozen=True)
class Generic:
    """The generic packages of one project.

    Attributes:
        url: the address of the generic packages, with a slash at its end.
        web: a client that authenticates itself by a header of GitLab's.
    """

    url: str
    web: Web

    def missing(self, artifact: Artifact) -> tuple[str, ...]:
        """The files beside a package that are not there."""
        names = (file.name for file in artifact.beside)
        return tuple(name for name in names if self.web.file(self.address(artifact, name)) is None)

    def publish(self, artifact: Artifact) -> None:
        """Puts every file beside the package that is not there; the first one stays, as everywhere."""
        missing = self.missing(artifact)
        for file in artifact.beside:
            if file.name in missing:
                self.web.put(self.address(artifact, file.name), file.read_bytes())

    def address(self, artifact: Artifact, file: str) -> str:
        """Where a file is or will be; the package is called like the language's, in the letters that are allowed."""
        name = artifact.name.removeprefix("@").replace("/", "-").replace(":", "-")
        package = f"{artifact.language}-{name}"
        return "".join(
            (self.url, f"{quote(package, safe='')}/", f"{artifact.version}/", quote(file, safe=""))
        )
