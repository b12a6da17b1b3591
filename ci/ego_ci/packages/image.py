"""Image: the proto files that a package is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from google.protobuf.descriptor_pb2 import (
    FileDescriptorProto,
    FileDescriptorSet,
    MethodDescriptorProto,
)
from google.protobuf.message import DecodeError

from ego_ci.problem import Problem
from protoc_gen_ego.diagnostics import Position

_IMPORTS = 3
"""Field of FileDescriptorProto.dependency, the first part of an import's path in the source info."""


@dataclass(frozen=True)
class Image:
    """Files with all that they import, and which of them are a package's own: those that it brings.

    files: imports before importers, as protoc wants them. own: sorted by name.
    """

    files: tuple[FileDescriptorProto, ...]
    own: tuple[FileDescriptorProto, ...]

    @classmethod
    def of(cls, files: Iterable[FileDescriptorProto], own: Collection[str]) -> Image:
        """The image of some files; `own` are names."""
        files = tuple(files)
        mine = (file for file in files if file.name in own)
        return cls(files, tuple(sorted(mine, key=lambda file: file.name)))

    @classmethod
    def parse(cls, data: bytes, own: Collection[str]) -> Image:
        """Reads a FileDescriptorSet (buf's image is one); raises Problem on other bytes."""
        try:
            return cls.of(FileDescriptorSet.FromString(data).file, own)
        except DecodeError as error:
            raise Problem("the image is no FileDescriptorSet", remedy="run `ego check`") from error

    def narrowed(self, own: Collection[str]) -> Image:
        """The image of fewer own files: they and what they import, in the same order.

        Costs what they are, however large this image is.
        """
        needed = {name for name in own if name in self.by_name}
        waiting = list(needed)
        while waiting:
            for name in self.by_name[waiting.pop()].dependency:
                if name not in needed and name in self.by_name:
                    needed.add(name)
                    waiting.append(name)
        return Image.of(
            (self.by_name[name] for name in sorted(needed, key=self._places.__getitem__)), own
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {file.name: index for index, file in enumerate(self.files)}

    @cached_property
    def by_name(self) -> dict[str, FileDescriptorProto]:
        """Every file by its name."""
        return {file.name: file for file in self.files}

    @cached_property
    def modules_of(self) -> dict[str, str]:
        """Full name of each top-level message -> proto file that declares it."""
        return {
            f"{file.package}.{message.name}".lstrip("."): file.name
            for file in self.files
            for message in file.message_type
        }

    def calls(self) -> list[tuple[FileDescriptorProto, str, MethodDescriptorProto]]:
        """(file, service, method) of the own methods: the README shows the first.

        Unary ones in their order, then those that stream their answers, their requests, both.
        """
        found = [
            (file, service.name, method)
            for file in self.own
            for service in file.service
            for method in service.method
        ]
        return sorted(found, key=lambda call: (call[2].client_streaming, call[2].server_streaming))


def import_position(file: FileDescriptorProto, index: int) -> Position:
    """Where a file imports its `index`-th dependency; its first line if the image has no source info."""
    for location in file.source_code_info.location:
        if list(location.path) == [_IMPORTS, index]:
            return Position(file.name, location.span[0] + 1, location.span[1] + 1)
    return Position(file.name, 1, 1)
