"""What a message literal depends on: the facts of each field, resolved for proto2, proto3 and editions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from protoc_gen_ego.scaffolds.rules import Rules, flat, is_needed
from protoc_gen_ego.schema import Enum, Field, File, Message, Schema
from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.schema.scalars import SCALARS
from protoc_gen_ego.schema.source import text

_KINDS = {**SCALARS, 10: "group", 11: "message", 14: "enum"}  # FieldDescriptorProto.Type
_REQUIRED, _REPEATED = 2, 3  # FieldDescriptorProto.Label
_IMPLICIT, _LEGACY_REQUIRED = 2, 3  # FeatureSet.FieldPresence
_DELIMITED = 2  # FeatureSet.MessageEncoding
FLOATS = frozenset({"double", "float"})
WIDE = frozenset({"int64", "uint64", "fixed64", "sint64", "sfixed64"})


Said = Mapping[str, Any]
_NOTHING: Said = {}


class Facts(NamedTuple):
    """The facts of one field."""

    field: Field
    name: str
    kind: str  # a scalar's name as in proto files, `enum`, `message` or `group`
    type: Message | Enum | None  # of a message or an enum
    repeated: bool
    map: tuple[Facts, Facts] | None  # key and value of a map
    oneof: str  # the oneof it is a member of; '' for none
    required: bool
    presence: bool  # a scalar that can be told from its default value
    said: Said  # its protovalidate rules


class Types:
    """All messages and enums of a schema by full name, and the facts of their fields."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._facts: dict[Message, tuple[Facts, ...]] = {}
        self.rules = Rules(schema)

    @lazy
    def named(self) -> dict[str, Message | Enum]:
        """Messages and enums by full name, map entries included."""
        found: dict[str, Message | Enum] = {}
        for file in self._schema.files:
            scope = f"{file.package}." if file.package else ""
            for enum in file.enums:
                found[scope + enum.name] = enum
            for message in file.messages:
                _collect(scope + message.name, message, found)
        return found

    def message(self, full_name: str) -> Message:
        """The message of a full name; protoc resolves all names, so there is one."""
        found = self.named[full_name]
        assert isinstance(found, Message), full_name
        return found

    def facts(self, message: Message) -> tuple[Facts, ...]:
        """The facts of a message's fields, in declaration order."""
        known = self._facts.get(message)
        if known is None:
            known = tuple([self._field(message, field) for field in message.fields])
            self._facts[message] = known
        return known

    def _field(self, message: Message, field: Field) -> Facts:
        descriptor = field.descriptor
        kind = _KINDS[descriptor.type]
        kept = self.named[text(descriptor.type_name)[1:]] if descriptor.type_name else None
        repeated = descriptor.label == _REPEATED
        said = self.rules.of_field(descriptor) if descriptor.HasField("options") else _NOTHING
        if repeated and isinstance(kept, Message) and kept.descriptor.options.map_entry:
            key, value = self.facts(kept)
            pair = (_with(key, said.get("keys")), _with(value, said.get("values")))
            needed = is_needed(said)
            return Facts(field, field.name, kind, kept, True, pair, "", needed, False, said)
        oneof = ""
        if descriptor.HasField("oneof_index") and not descriptor.proto3_optional:
            oneof = text(message.descriptor.oneof_decl[descriptor.oneof_index].name)
        required, presence = _presence(field, kind)
        return Facts(
            field,
            field.name,
            kind,
            kept,
            repeated,
            None,
            oneof,
            required or is_needed(said),
            presence and not repeated,
            said,
        )


def _with(facts: Facts, rules: Any) -> Facts:
    """A map's key or value with the rules that the map has for it."""
    return facts if rules is None else facts._replace(said=flat(rules))


def _collect(name: str, message: Message, found: dict[str, Message | Enum]) -> None:
    found[name] = message
    descriptor = message.descriptor
    if descriptor.enum_type:
        for enum in message.enums:
            found[f"{name}.{enum.name}"] = enum
    if descriptor.nested_type:
        for inner in message.messages:
            _collect(f"{name}.{inner.name}", inner, found)


def _presence(field: Field, kind: str) -> tuple[bool, bool]:
    """(required, told from its default value), by syntax or features."""
    descriptor, file = field.descriptor, field.file
    if descriptor.label == _REQUIRED:
        return True, True
    if kind in ("message", "group"):
        return _feature(field) == _LEGACY_REQUIRED, True
    syntax = file.descriptor.syntax
    if syntax == "proto3":
        return False, descriptor.proto3_optional
    if syntax != "editions":
        return False, True
    feature = _feature(field)
    return feature == _LEGACY_REQUIRED, feature != _IMPLICIT


def _feature(field: Field, name: str = "field_presence") -> int:
    """A feature of the field or else of its file; 0 where neither says it."""
    for descriptor in (field.descriptor, field.file.descriptor):
        if descriptor.HasField("options"):
            found: int = getattr(descriptor.options.features, name)
            if found:
                return found
    return 0


def is_group(facts: Facts) -> bool:
    """Whether a field is a group of proto2, or looks like one in an edition: known by the name of its type."""
    node = facts.type
    if not isinstance(node, Message) or facts.name != node.name.lower():
        return False
    if facts.kind == "group":
        return True
    same_scope = node.parent is facts.field.parent
    return same_scope and _feature(facts.field, "message_encoding") == _DELIMITED


def is_edition(file: File, number: int) -> bool:
    """Whether a file has this edition of descriptor.proto or a later one."""
    return file.descriptor.syntax == "editions" and file.descriptor.edition >= number
