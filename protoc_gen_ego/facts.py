"""What a language may know of a proto file: the bridge from the schema to the languages."""

from __future__ import annotations

from collections.abc import Mapping

from protoc_gen_ego.languages import FileOptions
from protoc_gen_ego.schema import File
from protoc_gen_ego.schema.source import text

_OPTIONS = (
    "go_package",
    "java_package",
    "java_outer_classname",
    "java_multiple_files",
    "php_namespace",
    "php_class_prefix",
)


def file_options(file: File, parameters: Mapping[str, str]) -> FileOptions:
    """The facts that paths and namespaces of a file are made from."""
    options = file.options
    found = {name: _written(getattr(options, name)) for name in _OPTIONS if options.HasField(name)}
    return FileOptions(file.name, file.package, found, parameters)


def _written(value: str | bytes | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else text(value)
