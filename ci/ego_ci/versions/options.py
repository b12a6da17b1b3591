"""Options: which of them an element sets, by name, the ones of other people included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.unknown_fields import UnknownFieldSet

from protoc_gen_ego.schema import Node, Schema
from protoc_gen_ego.schema.source import text

_OWN = frozenset({"deprecated", "map_entry", "features", "uninterpreted_option"})
"""Options that have words of their own, or that are no option of a person."""
_ANNOTATIONS = frozenset({81410, 81411, 81412, 81413, 1108, 1109, 1052})
"""Extensions that the catalog reads as error codes, and google.api.field_behavior."""


class OptionNames:
    """The extensions of descriptor.proto's options that a schema defines, by what they extend and number."""

    def __init__(self, schema: Schema) -> None:
        self._names: dict[tuple[str, int], str] = {}
        for file in schema.files:
            for extension in file.descriptor.extension:
                extended = text(extension.extendee).removeprefix(".")
                if extended.startswith("google.protobuf."):
                    name = f"{file.package}.{text(extension.name)}".lstrip(".")
                    self._names[extended, extension.number] = f"({name})"

    def of(self, node: Node) -> Mapping[str, str]:
        """The options of an element: name -> something that differs when the value does."""
        options: Any = node.options
        if not node.descriptor.HasField("options"):
            return {}
        found: dict[str, str] = {
            f"({field.full_name})" if field.is_extension else field.name: repr(value)
            for field, value in options.ListFields()
            if field.name not in _OWN and field.number not in _ANNOTATIONS
        }
        kind = options.DESCRIPTOR.full_name
        unknown = UnknownFieldSet(options)
        for index in range(len(unknown)):
            field = unknown[index]
            if field.field_number not in _ANNOTATIONS:
                name = self._names.get((kind, field.field_number), f"({field.field_number})")
                found[name] = f"{found.get(name, '')}{_content(field.data)}\0"
        return found


def _content(data: object) -> str:
    """An unknown value as text; groups are sets of fields themselves."""
    if isinstance(data, UnknownFieldSet):
        inner = (data[index] for index in range(len(data)))
        return "".join(f"{field.field_number}:{_content(field.data)};" for field in inner)
    return repr(data)
