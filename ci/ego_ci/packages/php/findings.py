"""Findings: what keeps proto files from being one PHP package, said before anything is generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.job import Job
from ego_ci.packages.php import names
from ego_ci.packages.php.requirements import said_of
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


def findings(job: Job) -> tuple[Diagnostic, ...]:
    """PHP_CLASS_CLASH, and the warning PHP_SHARED_COPY; sorted."""
    found = [*_clashes(job), *_copies(job)]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def _clashes(job: Job) -> Iterator[Diagnostic]:
    """Classes of one name: PHP compares names without case, and so do the file systems of macOS and Windows."""
    taken: dict[str, _Class] = {}
    for file in job.client.image.own:
        for found in _classes(job, file):
            first = taken.setdefault(found.name.lower(), found)
            if first is found or (first.file is file and first.path == found.path):
                continue
            there = _position(first.file, first.path)
            yield Diagnostic(
                _position(file, found.path),
                Severity.ERROR,
                "PHP_CLASS_CLASH",
                f"the PHP class {found.name} is declared in {first.file.name} too"
                if found.name == first.name
                else f"the PHP classes {found.name} and {first.name} of {first.file.name} are one to PHP",
                "rename one of them, or set another `php.namespace` in ego.yaml",
                ((there, "the other one"),),
            )


class _Class(NamedTuple):
    file: FileDescriptorProto
    path: tuple[int, ...]
    name: str


def _classes(job: Job, file: FileDescriptorProto) -> Iterator[_Class]:
    for path, name in names.classes(file, names.namespace(job, file)):
        yield _Class(file, path, name)
    # The class with the descriptor: protoc makes its name of the file's.
    stem = re.sub(r"[^A-Za-z0-9]", "", file.name.rpartition("/")[2].removesuffix(".proto"))
    yield _Class(file, (), f"{names.metadata_namespace(job, file)}\\{stem}")


def _position(file: FileDescriptorProto, path: tuple[int, ...]) -> Position:
    """Where an element is declared; the file's first line if the image has no source info."""
    for location in file.source_code_info.location if path else ():
        if tuple(location.path) == path:
            return Position(file.name, location.span[0] + 1, location.span[1] + 1)
    return Position(file.name, 1, 1)


def _copies(job: Job) -> Iterator[Diagnostic]:
    """Files of Google that the package brings itself: beside Google's own classes, protobuf refuses the second."""
    for name in job.client.copies:
        if name.startswith("google/") and not said_of(job.project, name):
            folder = name.rpartition("/")[0]
            yield Diagnostic(
                Position(name, 1, 1),
                Severity.WARNING,
                "PHP_SHARED_COPY",
                "the package gets a copy of this file, which a package of Google's has too",
                f"name that package in ego.yaml: `php.dependencies: {{{folder}: <vendor/package>:<versions>}}`, "
                "or `copy` if nobody uses both",
            )
