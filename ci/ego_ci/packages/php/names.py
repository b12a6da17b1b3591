"""Names of a PHP client: its package, and the namespace and class of everything in a proto file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from google.protobuf.descriptor_pb2 import DescriptorProto, FileDescriptorProto

from ego_ci.packages import installed
from ego_ci.packages.job import Job
from ego_ci.project import Project
from protoc_gen_ego.languages.php_names import PREFIXED

RUNTIME = "protoc-gen-ego/errors"
"""The Composer package of the error runtime."""
RUNTIME_NAMESPACE = "Ego\\Errors"
ANNOTATIONS = "ego/errors/v1/errors.proto"
_METADATA = "GPBMetadata"
_WORD = re.compile(r"[A-Za-z0-9]+")


def package(project: Project) -> str:
    """`php.package`, or what follows from `repository` and `name`."""
    if project.php.package:
        return project.php.package
    path = re.sub(r"^[a-z]+://[^/]+/", "", project.repository)
    name = project.name.removesuffix("-client")
    vendor = path.partition("/")[0].lower() if path != project.repository else ""
    return (
        f"{vendor if re.fullmatch(r'[a-z0-9-]+', vendor) else name.partition('-')[0]}/{name}-client"
    )


def root(project: Project) -> str:
    """`php.namespace`, or the words of `name`."""
    words = project.name.removesuffix("-client").split("-")
    return project.php.namespace or "\\".join(map(_studly, words))


def namespace(job: Job, file: FileDescriptorProto) -> str:
    """The namespace of a file's classes: the root and the proto package, no word doubled where they meet."""
    first, words = root(job.project).split("\\"), list(map(_studly, _parts(file.package)))
    for length in range(min(len(first), len(words)), 0, -1):
        if list(map(str.lower, first[-length:])) == list(map(str.lower, words[:length])):
            words = words[length:]
            break
    return "\\".join([*first, *words])


def metadata_namespace(job: Job, file: FileDescriptorProto) -> str:
    """The namespace of the class with a file's descriptor, made of its folder: two files can share a package."""
    folders = map(_studly, filter(None, posixpath.dirname(file.name).split("/")))
    return "\\".join([root(job.project), _METADATA, *folders])


def classes(file: FileDescriptorProto, space: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """(path in descriptor.proto, full name) of each class that protoc and grpc_php_plugin make of a file."""
    for index, message in enumerate(file.message_type):
        yield from _nested(message, (4, index), space)
    for index, enum in enumerate(file.enum_type):
        yield (5, index), f"{space}\\{_class(enum.name)}"
    for index, service in enumerate(file.service):
        for kind in ("Client", "Stub"):
            yield (6, index), f"{space}\\{service.name}{kind}"


def message_class(job: Job, file: FileDescriptorProto, names: Sequence[str]) -> str:
    """The class of a message, by the names of those around it and its own; what others bring as they say it."""
    space = namespace(job, file) if job.owner(file.name) else _said(file)
    return "\\".join([space, *map(_class, names)])


def runtime_version() -> str:
    """The version of the error runtime: that of the generator which it comes with."""
    return installed.version("protoc-gen-ego")


def _nested(
    message: DescriptorProto, path: tuple[int, ...], space: str
) -> Iterator[tuple[tuple[int, ...], str]]:
    if message.options.map_entry:
        return
    name = f"{space}\\{_class(message.name)}"
    yield path, name
    for index, inner in enumerate(message.nested_type):
        yield from _nested(inner, (*path, 3, index), name)
    for index, enum in enumerate(message.enum_type):
        yield (*path, 4, index), f"{name}\\{_class(enum.name)}"


def _said(file: FileDescriptorProto) -> str:
    given = file.options.php_namespace
    return given or "\\".join(word[0].upper() + word[1:] for word in _parts(file.package))


def _parts(package: str) -> list[str]:
    return [word for word in package.split(".") if word]


def _class(name: str) -> str:
    """The class of a message or an enum as protoc names it."""
    return f"PB{name}" if name.lower() in PREFIXED else name


def _studly(text: str) -> str:
    """One part of a namespace: `user_list` -> `UserList`, `list` -> `PBList`, as protoc keeps it from PHP's words.

    >>> _studly("user_list"), _studly("v1"), _studly("list"), _studly("3d")
    ('UserList', 'V1', 'PBList', 'PB3d')
    """
    word = "".join(part[0].upper() + part[1:] for part in _WORD.findall(text))
    return f"PB{word}" if not word or word[0].isdigit() or word.lower() in PREFIXED else word
