"""The proto files that a site is made of, still as bytes: only those that are needed are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.site.garbage import uncollected
from protoc_gen_ego import catalog
from protoc_gen_ego.catalog.model import Identity
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.schema import File, Schema
from protoc_gen_ego.varint import decode

_LENGTH_DELIMITED = 2
_NAME = b"\x0a"  # the tag of FileDescriptorProto.name
_SOURCE_INFO = 9  # FileDescriptorProto.source_code_info
_TO_GENERATE, _FILE, _REPEATED = (
    1,
    15,
    17,
)  # fields of CodeGeneratorRequest, see protoc_gen_ego.request
_OF_SET = 1  # FileDescriptorSet.file
_MADE = ("source", "messages", "enums", "services", "all_enums", "all_messages")
"""What a File makes when it is asked, and then keeps."""


class Sources:
    """The files of a request or of an image, by their paths."""

    def __init__(self, files: dict[str, memoryview], generate: Iterable[str]) -> None:
        self._files = dict(sorted(files.items()))
        self.generate = frozenset(generate)

    @classmethod
    def of_request(cls, data: bytes | bytearray) -> Sources:
        """Those of a CodeGeneratorRequest.

        Raises:
            ValueError: it is none.
        """
        files: dict[str, memoryview] = {}
        generate = []
        for number, body in _fields(memoryview(data)):
            if number == _TO_GENERATE:
                generate.append(bytes(body).decode("utf-8", "replace"))
            elif number in (_FILE, _REPEATED):
                name = _name(body)
                if number == _FILE or len(files.get(name, b"")) != len(body):
                    files[name] = body
        return cls(files, generate)

    @classmethod
    def of_image(cls, data: bytes, targets: Iterable[str]) -> Sources:
        """Those of a FileDescriptorSet, of which the targets are documented.

        Raises:
            ValueError: it is none.
        """
        found = _fields(memoryview(data))
        return cls({_name(body): body for number, body in found if number == _OF_SET}, targets)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def digest(self, path: str) -> str:
        """What tells one content of a file from another."""
        return hashlib.sha256(self._files[path]).hexdigest()

    def shape(self, path: str) -> str:
        """A digest of a file without its comments and places."""
        found = hashlib.sha256()
        for number, body in _fields(self._files[path]):
            if number != _SOURCE_INFO:
                found.update(b"%d %d " % (number, len(body)))
                found.update(body)
        return found.hexdigest()

    def bytes(self, path: str) -> memoryview:
        """A file as it is on the wire."""
        return self._files[path]

    def library(self, identity: Identity = "ego") -> Library:
        """The documentation model of all files."""
        with uncollected():
            model = self.schema()
            found = catalog.build(model, identity=identity)
            # Pages read one file after the other: what they do not need now is let go.
            for file in model.files:
                for name in _MADE:
                    vars(file).pop(name, None)
            return Library(model, found)

    def schema(self, paths: Iterable[str] | None = None) -> Schema:
        """The model of some of the files, or of all."""
        chosen = self._files if paths is None else sorted(paths)
        return Schema(
            tuple(
                File(
                    FileDescriptorProto.FromString(bytes(self._files[path])),
                    path in self.generate,
                    None,
                )
                for path in chosen
            )
        )


def _fields(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a message: number and content. Those of descriptors have a length or are a varint."""
    at, end = 0, len(data)
    while at < end:
        tag, at = decode(data, at)
        size, start = decode(data, at)
        if tag & 7 == _LENGTH_DELIMITED:
            at = start + size
            if at > end:
                raise ValueError("the message is cut off")
            yield tag >> 3, data[start:at]
        elif tag & 7 == 0:
            yield tag >> 3, data[at:start]
            at = start
        else:
            raise ValueError("no message of proto files")


def _name(file: memoryview) -> str:
    if file[:1] == _NAME:
        size, at = decode(file, 1)
        return bytes(file[at : at + size]).decode("utf-8", "replace")
    return FileDescriptorProto.FromString(bytes(file)).name
