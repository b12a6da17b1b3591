"""Annotations written as options: ours (ego/errors/v1) and Kratos' `(errors.default_code)` and `(errors.code)`.

An option of a file that this process has not registered arrives as unknown bytes. The request carries the file that
defines it, so a small descriptor pool with that file and descriptor.proto reads it: no `_pb2` module of ours is needed.
"""

from __future__ import annotations

from typing import Any

from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from protoc_gen_ego.schema import File, Schema

DESCRIPTOR = "google/protobuf/descriptor.proto"
ERROR_ENUM, ERROR, ERRORS, DOMAIN = (
    f"ego.errors.v1.{name}" for name in ("error_enum", "error", "errors", "domain")
)
KRATOS_DEFAULT, KRATOS_CODE = "errors.default_code", "errors.code"
# Extension numbers, as they stand in the source paths of options.
NUMBERS = {
    DOMAIN: 81410,
    ERROR_ENUM: 81411,
    ERROR: 81412,
    ERRORS: 81413,
    KRATOS_DEFAULT: 1108,
    KRATOS_CODE: 1109,
}


class OptionReader:
    """Reads the annotation options of a schema; knows nothing when no file of the schema defines them."""

    def __init__(self, schema: Schema) -> None:
        self.problems: list[tuple[File, str]] = []
        self._pool = DescriptorPool()
        self._extensions: dict[str, Any] = {}
        self._classes: dict[str, Any] = {}
        self._exporters: set[str] = set()
        definers = [file for file in schema.files if _defines(file)]
        if not definers or DESCRIPTOR not in schema.by_name:
            return
        try:
            self._pool.Add(schema.by_name[DESCRIPTOR].descriptor)
        except TypeError as error:
            self.problems.append((schema.by_name[DESCRIPTOR], str(error)))
            return
        for file in definers:
            self._learn(file)
        self._exporters = _exporters(schema, {file.name for file in definers})

    def visible_in(self, file: File) -> bool:
        """Whether the file imports a file that defines annotation options."""
        if not self._extensions:
            return False
        imported = file.descriptor.dependency, file.descriptor.option_dependency  # `import option`
        return any(name in self._exporters for names in imported for name in names)

    def get(self, options: Any, extension: str) -> Any:
        """The extension's value in an options message; None when it is not set."""
        descriptor = self._extensions.get(extension)
        if descriptor is None:
            return None
        kind = options.DESCRIPTOR.full_name
        if kind not in self._classes:
            self._classes[kind] = GetMessageClass(self._pool.FindMessageTypeByName(kind))
        try:
            parsed = self._classes[kind].FromString(options.SerializeToString())
        except DecodeError:
            return None
        if descriptor.is_repeated:
            return list(parsed.Extensions[descriptor]) or None
        return parsed.Extensions[descriptor] if parsed.HasExtension(descriptor) else None

    def _learn(self, file: File) -> None:
        """Registers one defining file; a definition that is not the one we know is a problem, not a crash."""
        try:
            self._pool.Add(file.descriptor)
            names = [f"{file.package}.{extension.name}" for extension in file.descriptor.extension]
            for name in names:
                extension = self._pool.FindExtensionByName(name)
                if (
                    name in NUMBERS
                    and extension.number == NUMBERS[name]
                    and _as_expected(name, extension)
                ):
                    self._extensions[name] = extension
                elif name in NUMBERS:
                    self.problems.append((file, f"`{name}` is not defined as expected"))
        except (TypeError, KeyError) as error:
            self.problems.append((file, str(error)))


def _defines(file: File) -> bool:
    if file.package == "ego.errors.v1":
        return bool(file.descriptor.extension)
    return file.package == "errors" and any(
        e.number in (1108, 1109) for e in file.descriptor.extension
    )


def _exporters(schema: Schema, names: set[str]) -> set[str]:
    """The defining files, and those that pass them on by `import public`."""
    found = set(names)
    while True:
        more = {
            file.name
            for file in schema.files
            if file.name not in found
            and any(
                file.descriptor.dependency[index] in found
                for index in file.descriptor.public_dependency
            )
        }
        if not more:
            return found
        found |= more


def _as_expected(name: str, extension: Any) -> bool:
    fields = _FIELDS.get(name)
    if fields is None:
        return extension.message_type is None and bool(extension.is_repeated) == (name == ERRORS)
    message = extension.message_type
    if message is None:
        return False
    return fields <= {(field.name, field.number, field.type) for field in message.fields}


# (name, number, FieldDescriptor.Type) that the reader relies on: 9 string, 11 message, 14 enum.
_FIELDS = {
    ERROR_ENUM: {("domain", 1, 9)},
    ERROR: {("code", 1, 14), ("msg", 2, 9), ("i18n", 3, 11), ("metadata", 4, 9)},
}
