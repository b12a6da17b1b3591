"""Fields and extensions, documented."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from protoc_gen_ego.docs import rules
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.options import quoted
from protoc_gen_ego.docs.types import GROUP, MESSAGE, SCALAR_REFS, TypeRef
from protoc_gen_ego.schema import Field
from protoc_gen_ego.schema.source import text

_REQUIRED, _REPEATED = 2, 3  # FieldDescriptorProto.Label
_STRING, _BYTES = 9, 12
# google.api.FieldBehavior by number.
_BEHAVIORS = {
    1: "optional",
    2: "required",
    3: "output only",
    4: "input only",
    5: "immutable",
    6: "unordered list",
    7: "never empty",
    8: "identifier",
}


class FieldView(Element, Field):
    """A field of a message."""

    kind = "field"

    @property
    def type(self) -> TypeRef:
        """The type; of a map its key and value."""
        descriptor = self.descriptor
        scalar = SCALAR_REFS.get(descriptor.type)
        if scalar is not None:
            return scalar
        name = text(descriptor.type_name)
        if descriptor.label == _REPEATED and name in self._entries:
            return self._map(name)
        return self.library.type_ref(name[1:], self.file.package)

    @property
    def is_map(self) -> bool:
        """Whether it is a map."""
        descriptor = self.descriptor
        return descriptor.label == _REPEATED and text(descriptor.type_name) in self._entries

    @property
    def presence(self) -> str:
        """`explicit`: unset can be told from the default; `implicit`: it cannot; `required`; '' for lists and maps."""
        descriptor = self.descriptor
        if descriptor.label == _REPEATED:
            return ""
        if descriptor.label == _REQUIRED:
            return "required"
        if descriptor.proto3_optional or descriptor.HasField("oneof_index"):
            return "explicit"
        presence = self.features.field_presence
        if presence == "LEGACY_REQUIRED":
            return "required"
        if presence == "EXPLICIT" or descriptor.type in (MESSAGE, GROUP):
            return "explicit"
        return "implicit"

    @property
    def label(self) -> str:
        """`map`, `repeated`, `required`, `optional` (it may be absent); '' where absent and default are the same."""
        if self.descriptor.label == _REPEATED:
            return "map" if self.is_map else "repeated"
        return _LABELS[self.presence]

    @property
    def oneof(self) -> str:
        """The name of the oneof that it belongs to; '' when to none."""
        descriptor = self.descriptor
        if not descriptor.HasField("oneof_index") or descriptor.proto3_optional:
            return ""
        return text(self.parent.descriptor.oneof_decl[descriptor.oneof_index].name)  # type: ignore[union-attr]

    @property
    def default(self) -> str:
        """The default that is written in the proto file; '' when none is."""
        descriptor = self.descriptor
        if not descriptor.HasField("default_value"):
            return ""
        value = text(descriptor.default_value)
        if descriptor.type == _STRING:
            return quoted(value)
        return f'"{value}"' if descriptor.type == _BYTES else value

    @property
    def json_name(self) -> str:
        """The name in JSON, when it is not the one that protobuf makes of the field's name."""
        name = text(self.descriptor.json_name)
        return "" if not name or name == default_json_name(self.name) else name

    @property
    def behaviors(self) -> tuple[str, ...]:
        """google.api.field_behavior in words: `required`, `output only`."""
        found = self.set_options.get("google.api.field_behavior")
        if not found:
            return ()
        return tuple(_BEHAVIORS[number] for number in found[1] if number in _BEHAVIORS)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules for its value (protovalidate), one phrase each: `at least 1 character`."""
        found = self.set_options.get(rules.FIELD)
        return rules.field_rules(found[1]) if found else ()

    @property
    def delimited(self) -> bool:
        """Whether a message is written between two tags instead of with its length (groups)."""
        descriptor = self.descriptor
        if descriptor.type == GROUP:
            return True
        return descriptor.type == MESSAGE and self.features.message_encoding == "DELIMITED"

    @property
    def _entries(self) -> dict[str, Any]:
        """The map entries of its message."""
        return getattr(self.parent, "entries", {})

    def _map(self, name: str) -> TypeRef:
        key, value = self._entries[name].field
        kind = SCALAR_REFS.get(value.type)
        if kind is None:
            kind = self.library.type_ref(text(value.type_name)[1:], self.file.package)
        key_type = SCALAR_REFS[key.type].name if key.type in SCALAR_REFS else ""
        return TypeRef("map", "", "map", None, key_type, kind)


class ExtensionView(FieldView):
    """An extension: a field of someone else's message."""

    kind = "extension"

    @property
    def extendee(self) -> TypeRef:
        """The message that it extends."""
        name = text(self.descriptor.extendee).removeprefix(".")
        return self.library.type_ref(name, self.file.package)

    @property
    def is_map(self) -> bool:
        """An extension cannot be one."""
        return False

    @property
    def oneof(self) -> str:
        """An extension is in none."""
        return ""

    @property
    def json_name(self) -> str:
        """JSON writes an extension by its full name."""
        return ""


_LABELS = {"explicit": "optional", "implicit": "", "required": "required"}


@lru_cache(maxsize=4096)  # the same names come again and again
def default_json_name(name: str) -> str:
    """The lowerCamelCase name that protobuf makes of a field's name.

    >>> default_json_name("user_id"), default_json_name("_x__y")
    ('userId', 'XY')
    """
    if "_" not in name:
        return name
    first, *rest = name.split("_")
    return first + "".join([part[:1].upper() + part[1:] for part in rest])


def is_plain(field: Any) -> bool:
    """Whether a field's name, number, type, label and comment are all that there is to say of it.

    Most fields are so, and their rows are written from the descriptor.
    """
    name = field.name
    return not (
        field.label == _REQUIRED
        or field.type == GROUP
        or type(name) is not str
        or not (name.isidentifier() and name.isascii())
        or field.HasField("options")
        or field.HasField("default_value")
        or (field.json_name or name) != (name if "_" not in name else default_json_name(name))
    )
