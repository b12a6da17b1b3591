"""Names of a Go client: its module, and the import path and package of every proto file."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages import installed
from ego_ci.packages.client import Client
from ego_ci.packages.go.paths import opened, package_name
from ego_ci.packages.job import Job
from ego_ci.project import Project
from ego_ci.versions import mapping
from ego_ci.versions.semver import parse

ANNOTATIONS = "ego/errors/v1/errors.proto"
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


COPY = "copy"
"""What `go.dependencies` says of a file that the module may have a copy of."""


def dependency(project: Project, proto: str) -> str:
    """What `go.dependencies` says of a proto file, by its longest prefix; '' if nothing."""
    for prefix, wanted in sorted(project.go.dependencies.items(), reverse=True):
        folder = prefix.rstrip("/")
        if proto == folder or proto.startswith(f"{folder.removesuffix('.proto')}/"):
            return wanted
    return ""


def required(project: Project) -> dict[str, str]:
    """The modules that `go.dependencies` names, with their versions."""
    named = (item for item in project.go.dependencies.values() if item != COPY)
    return {path: version for path, _, version in (item.rpartition("@") for item in named)}


def root(project: Project) -> str:
    """`go.module`, or what follows from the repository's address; '' if there is neither."""
    address = project.repository.rstrip("/").removesuffix(".git").partition("://")[2]
    return project.go.module or (f"{address.lower()}-go" if address else "")


def module(job: Job) -> str:
    """The module path of a client, e.g. `example.com/shop/client/user/v2`."""
    parts = [root(job.project), job.client.name if job.project.packages else ""]
    return "/".join(filter(None, parts)) + mapping.module_suffix(parse(job.origin.version))


def version(job: Job) -> str:
    """The client's version as Go's tags have it, e.g. `v1.2.3`."""
    return mapping.go(parse(job.origin.version))


def runtime(project: Project) -> str:
    """The module path, and the import path, of the error runtime."""
    return project.go.runtime + mapping.module_suffix(parse(runtime_version()))


def runtime_version() -> str:
    """The version of the error runtime: that of the generator which it comes with."""
    return installed.version("protoc-gen-ego")


def root_package(module: str) -> str:
    """The name of the package at a module's root: its path's last part that is no version."""
    return package_name(re.sub(r"/v[0-9]+$", "", module))


def options_package(runtime: str) -> str:
    """The `go_package` of our options in the runtime's module."""
    return f"{runtime}/{posixpath.dirname(ANNOTATIONS)};errorsv1"


def go_package(job: Job, file: FileDescriptorProto) -> str:
    """The `go_package` of a file in managed mode: `import/path;name`.

    The path is the proto's own folder below the module of the client that brings it. The name is the one
    that the protos say (`;userv1`), if those of the folder agree, else it is made of the path.
    """
    owner = job.owner(file.name)
    if owner is None:
        own = file.name == ANNOTATIONS
        return options_package(runtime(job.project)) if own else file.options.go_package
    folder = opened(posixpath.dirname(file.name))
    path = posixpath.join(module(job.of(owner.name)), folder).rstrip("/")
    return f"{path};{_said(_Identity(owner)).get(folder) or package_name(path)}"


@dataclass(frozen=True, eq=False)
class _Identity:
    """A client as the key of a cache: itself, whatever is in it."""

    client: Client

    def __hash__(self) -> int:
        return id(self.client)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.client is self.client


@lru_cache(maxsize=256)
def _said(client: _Identity) -> dict[str, str]:
    """Folder -> the package name that all protos of a client in it say; a repository can have thousands."""
    found: dict[str, set[str]] = {}
    for file in client.client.image.own:
        name = file.options.go_package.partition(";")[2]
        found.setdefault(opened(posixpath.dirname(file.name)), set()).add(name)
    return {
        folder: name
        for folder, names in found.items()
        if len(names) == 1 and _IDENTIFIER.fullmatch(name := next(iter(names)))
    }
