"""Shape: the type of a field as a proto file writes it, with what says how many values it has."""

from __future__ import annotations

from typing import cast

from google.protobuf.descriptor_pb2 import FeatureSet, FieldDescriptorProto, FieldOptions
from google.protobuf.unknown_fields import UnknownFieldSet

from protoc_gen_ego.schema import Field, Message
from protoc_gen_ego.schema.source import text

_TYPE = FieldDescriptorProto.Type
_FIELD_BEHAVIOR = 1052
"""google.api.field_behavior (AIP-203), an extension of FieldOptions."""
_BEHAVIOR_REQUIRED = 2


def shape(field: Field) -> str:
    """`string`, `repeated shop.v1.Item`, `map<string, int64>`, `optional bool`.

    What only proto2 and editions can say of presence stands before the type in the same words.
    """
    descriptor = field.descriptor
    if descriptor.label == FieldDescriptorProto.LABEL_REPEATED:
        entry = _entry(field)
        if entry:
            key, value = (shape_of_type(inner) for inner in entry.fields)
            return f"map<{key}, {value}>"
        return f"repeated {shape_of_type(field)}"
    explicit = descriptor.proto3_optional or (
        descriptor.HasField("options") and descriptor.options.features.field_presence == 1
    )
    return f"optional {shape_of_type(field)}" if explicit else shape_of_type(field)


def shape_of_type(field: Field) -> str:
    """The type alone."""
    name = text(field.descriptor.type_name).removeprefix(".")
    return name or _TYPE.Name(field.descriptor.type).removeprefix("TYPE_").lower()


def required(field: Field) -> bool:
    """Whether a caller must set the field: by its label, its edition's feature, or its field_behavior."""
    descriptor = field.descriptor
    if descriptor.label == FieldDescriptorProto.LABEL_REQUIRED:
        return True
    if not descriptor.HasField("options"):
        return False
    options = descriptor.options
    legacy = options.features.field_presence == FeatureSet.LEGACY_REQUIRED
    return legacy or _BEHAVIOR_REQUIRED in _behaviors(options)


def oneof(field: Field) -> str:
    """The name of the oneof that a field is in, '' if it is in none."""
    descriptor = field.descriptor
    if descriptor.proto3_optional or not descriptor.HasField("oneof_index"):
        return ""
    parent = cast(Message, field.parent)
    return text(parent.descriptor.oneof_decl[descriptor.oneof_index].name)


def _behaviors(options: FieldOptions) -> set[int]:
    """The values of field_behavior: usually unknown to this process, so single varints or a packed list."""
    found: set[int] = set()
    for extension, values in options.ListFields():
        if extension.number == _FIELD_BEHAVIOR:
            found.update(values)
    unknown = UnknownFieldSet(options)
    for index in range(len(unknown)):
        field = unknown[index]
        if field.field_number == _FIELD_BEHAVIOR:
            # Its values are below 128, so that each is one byte of a packed list.
            found.update(field.data if isinstance(field.data, bytes) else [field.data])
    return found


def _entry(field: Field) -> Message | None:
    """The map entry behind a map field."""
    if not isinstance(field.parent, Message) or not field.descriptor.type_name:
        return None
    wanted = text(field.descriptor.type_name).removeprefix(".")
    for message in field.parent.messages:
        if message.options.map_entry and message.full_name == wanted:
            return message
    return None
