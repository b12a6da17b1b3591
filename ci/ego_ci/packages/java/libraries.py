"""Libraries: the Maven artifacts that generated code needs, in the versions that it is compiled with."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ego_ci.packages.dependency import Dependency
from ego_ci.toolchain.lock import load

NAME = "java-libraries"
"""The set of libraries in the lock file."""

_LICENSES = {
    "com.google.protobuf:protobuf-java": "BSD-3-Clause",
    "com.google.api.grpc:proto-google-common-protos": "Apache-2.0",
    "io.grpc:grpc-api": "Apache-2.0",
    "io.grpc:grpc-protobuf": "Apache-2.0",
    "io.grpc:grpc-stub": "Apache-2.0",
    "io.egoerrors:ego-errors": "Apache-2.0",
}


class Coordinates(NamedTuple):
    """A Maven artifact."""

    group: str
    artifact: str
    version: str

    @property
    def name(self) -> str:
        """As registries here call it: `group:artifact`."""
        return f"{self.group}:{self.artifact}"

    @property
    def dependency(self) -> Dependency:
        """The same for the SBOM.

        >>> Coordinates("io.grpc", "grpc-stub", "1.83.1").dependency.purl
        'pkg:maven/io.grpc/grpc-stub@1.83.1'
        """
        purl = f"pkg:maven/{self.group}/{self.artifact}@{self.version}"
        return Dependency(purl, self.name, self.version, _LICENSES.get(self.name, ""))


def library(name: str) -> Coordinates:
    """The pinned version of a library, by `group:artifact`."""
    group, _, artifact = name.partition(":")
    return Coordinates(group, artifact, _versions()[name])


@cache
def _versions() -> dict[str, str]:
    pinned = (text.split(":") for text in load()[NAME].pins["artifacts"])
    return {f"{group}:{artifact}": version for group, artifact, *_, version in pinned}
