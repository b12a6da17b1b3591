"""What a language may know of a proto file: the bridge from the schema to the languages."""

from __future__ import annotations

from collections.abc import Mapping

from protoc_gen_ego.languages import FileOptions
from protoc_gen_ego.schema import File


def file_options(file: File, parameters: Mapping[str, str]) -> FileOptions:
    """The facts that paths and namespaces of a file are made from."""
    return FileOptions(file.name, file.package, file.placement, parameters)
