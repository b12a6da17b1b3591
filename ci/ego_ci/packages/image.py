"""Image: the proto files that a package is made from, read from buf's image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from google.protobuf.descriptor_pb2 import (
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
)
from google.protobuf.message import DecodeError

from ego_ci.packages.modules import Module
from ego_ci.problem import Problem
from protoc_gen_ego.diagnostics import Position

_IMPORTS = 3
"""Field of FileDescriptorProto.dependency, the first part of an import's path in the source info."""


@dataclass(frozen=True)
class Image:
    """All files of an image, and which of them are the repository's own: those that were generated."""

    files: tuple[FileDescriptorProto, ...]
    own: tuple[FileDescriptorProto, ...]

    @classmethod
    def parse(cls, data: bytes, generated: Path) -> Image:
        """Reads a FileDescriptorSet (buf's image is one); raises Problem on other bytes.

        A file is an own one if its module stands in the tree `generated`: whatever told the generators
        what to generate (buf's modules, paths, exclusions) has then been asked once and not twice.
        """
        try:
            files = tuple(FileDescriptorSet.FromString(data).file)
        except DecodeError as error:
            raise Problem("the image is no FileDescriptorSet", remedy="run `ego check`") from error
        own = (
            file for file in files if (generated / f"{Module(file.name).written}_pb2.py").is_file()
        )
        return cls(files, tuple(sorted(own, key=lambda file: file.name)))

    @cached_property
    def modules_of(self) -> dict[str, str]:
        """Full name of each top-level message -> proto file that declares it."""
        return {
            f"{file.package}.{message.name}".lstrip("."): file.name
            for file in self.files
            for message in file.message_type
        }

    def unary_calls(self) -> Iterator[tuple[FileDescriptorProto, str, MethodDescriptorProto]]:
        """(file, service, method) of the own unary methods, in order: the README shows the first."""
        for file in self.own:
            for service in file.service:
                for method in service.method:
                    if not (method.client_streaming or method.server_streaming):
                        yield file, service.name, method


def import_position(file: FileDescriptorProto, index: int) -> Position:
    """Where a file imports its `index`-th dependency; its first line if the image has no source info."""
    for location in file.source_code_info.location:
        if list(location.path) == [_IMPORTS, index]:
            return Position(file.name, location.span[0] + 1, location.span[1] + 1)
    return Position(file.name, 1, 1)
