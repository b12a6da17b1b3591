"""Requirements: what composer.json of a client asks for, and why."""

from __future__ import annotations

from collections.abc import Mapping

from ego_ci.packages.compatible import bounds
from ego_ci.packages.dependency import Dependency
from ego_ci.packages.job import Job
from ego_ci.packages.php import names
from ego_ci.project import Project
from ego_ci.versions import mapping
from ego_ci.versions.semver import parse

PHP = ">=8.1"
PROTOBUF = "^3.21.12 || ^4.0"
"""The oldest one is tested; protoc 33.6 is of 4.33, and protobuf promises its own major version."""
GRPC = "^1.51"
COMMON_PROTOS = "^1.4 || ^2.0 || ^3.0 || ^4.0"
_GOOGLE = ("google/api/", "google/rpc/", "google/type/", "google/logging/type/", "google/iam/v1/")
"""Folders of google/common-protos; its classes are in one place in a process, or PHP cannot load them."""
_LICENSES = {
    "google/protobuf": "BSD-3-Clause",
    "grpc/grpc": "Apache-2.0",
    "google/common-protos": "Apache-2.0",
    names.RUNTIME: "Apache-2.0",
}
COPY = "copy"
"""What `php.dependencies` says of a file that the package may have a copy of."""
SUGGESTED = {
    "ext-grpc": "needed to call or to serve",
    "ext-protobuf": "the same messages, many times faster",
}


def brought_by(project: Project, proto: str) -> tuple[str, str] | None:
    """(package, versions) that brings the classes of a proto file, None if a client has to."""
    if proto.startswith("google/protobuf/"):
        return "google/protobuf", PROTOBUF
    if proto == names.ANNOTATIONS:
        return names.RUNTIME, runtime_versions()
    if wanted := said_of(project, proto):
        package, _, versions = wanted.partition(":")
        return None if wanted == COPY else (package, versions)
    return ("google/common-protos", COMMON_PROTOS) if proto.startswith(_GOOGLE) else None


def said_of(project: Project, proto: str) -> str:
    """What `php.dependencies` says of a proto file, by its longest prefix; '' if nothing."""
    for prefix, wanted in sorted(project.php.dependencies.items(), reverse=True):
        folder = prefix.rstrip("/")
        if proto == folder or proto.startswith(f"{folder.removesuffix('.proto')}/"):
            return wanted
    return ""


def require(job: Job, *, errors: bool, siblings: Mapping[str, str]) -> dict[str, str]:
    """The `require` of composer.json, sorted.

    Args:
        job: the client.
        errors: whether its classes use the published error runtime.
        siblings: names of the other clients' packages by client.
    """
    found = {"php": PHP, "google/protobuf": PROTOBUF}
    for file in job.client.image.own:
        if file.service:
            found["grpc/grpc"] = GRPC
        for imported in file.dependency:
            if brought := brought_by(job.project, imported):
                found.setdefault(*brought)
    if errors:
        found[names.RUNTIME] = runtime_versions()
    for name in job.client.requires:
        found[siblings[name]] = _compatible(job.origin.version)
    return dict(sorted(found.items(), key=lambda item: (item[0] != "php", item[0])))


def dependencies(required: Mapping[str, str]) -> tuple[Dependency, ...]:
    """The packages among the requirements, for the SBOM; `php` is none."""
    return tuple(
        Dependency(f"pkg:composer/{name}", name, wanted, _LICENSES.get(name, ""))
        for name, wanted in required.items()
        if "/" in name
    )


def runtime_versions() -> str:
    """At least the runtime of the generator, of the same major version (before 1.0, the same minor one)."""
    return f"^{names.runtime_version()}"


def _compatible(version: str) -> str:
    wanted = bounds(version)
    return f">={wanted[0]} <{wanted[1]}" if wanted else mapping.composer(parse(version))
