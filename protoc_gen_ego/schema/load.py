"""CodeGeneratorRequest -> Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.schema.model import File
from protoc_gen_ego.schema.source import Lines, text

if TYPE_CHECKING:
    from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest


class BrokenRequest(Exception):
    """A request that protoc would never send."""


class Schema:
    """All files of a request, sorted by name so that nothing depends on the order they came in."""

    def __init__(self, files: tuple[File, ...]) -> None:
        self.files = files

    @lazy
    def by_name(self) -> dict[str, File]:
        """The files by path."""
        return {file.name: file for file in self.files}

    @property
    def to_generate(self) -> tuple[File, ...]:
        """The files named on the command line."""
        return tuple(file for file in self.files if file.generate)


def load(request: CodeGeneratorRequest, *, lines: Lines = None) -> Schema:
    """The schema of a request (plugin.proto).

    lines: gives the text of a file, line by line, to whoever has it; comments have no other exact places.

    `source_file_descriptors` repeats the files with source-retention options in place; no annotation of ours has that
    retention, so they are not looked at.

    Raises:
        BrokenRequest: nothing to generate, or a file to generate is missing from the request.
    """
    wanted = {text(name) for name in request.file_to_generate}
    files = [File(file, text(file.name) in wanted, lines) for file in request.proto_file]
    missing = sorted(wanted - {file.name for file in files})
    if missing:
        raise BrokenRequest(f"the request has no descriptor of {missing[0]!r}")
    if not wanted:
        raise BrokenRequest("the request names no file to generate")
    return Schema(tuple(sorted(files, key=lambda file: file.name)))
