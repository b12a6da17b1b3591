"""The names that protoc-gen-go gives fields, enum values and oneof wrappers."""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.languages.go_names import go_camel
from protoc_gen_ego.schema import Enum, EnumValue, Message
from protoc_gen_ego.schema.source import text

# Methods that every generated message has.
_METHODS = "Reset String ProtoMessage Marshal Unmarshal ExtensionRangeArray ExtensionMap Descriptor"


class FieldName(NamedTuple):
    """How the fields of a struct are called; in a oneof the wrapper and the struct's field too."""

    field: str
    wrapper: str = ""  # `Order_Address`
    oneof: str = ""  # `Delivery`


def names(message: Message) -> dict[str, FieldName]:
    """The Go names by proto field name, with the suffix `_` where protoc-gen-go settles a clash."""
    used = dict.fromkeys(_METHODS.split(), True)

    def unique(name: str, *, has_getter: bool) -> str:
        while used.get(name) or (has_getter and used.get(f"Get{name}")):
            name += "_"
        used[name] = True
        used[f"Get{name}"] = has_getter
        return name

    descriptor = message.descriptor
    struct = go_camel(".".join(message.names))
    oneofs: dict[int, str] = {}
    found = {}
    inner = {f"{struct}_{go_camel(text(node.name))}" for node in descriptor.nested_type}
    inner |= {f"{struct}_{go_camel(text(node.name))}" for node in descriptor.enum_type}
    for field in message.fields:
        name = unique(go_camel(field.name), has_getter=True)
        wrapper, oneof = f"{struct}_{name}", ""
        if field.descriptor.HasField("oneof_index"):
            index = field.descriptor.oneof_index
            if index not in oneofs:
                declared = text(descriptor.oneof_decl[index].name)
                oneofs[index] = unique(go_camel(declared), has_getter=False)
            oneof = oneofs[index]
        while wrapper in inner:
            wrapper += "_"
        found[field.name] = FieldName(name, wrapper, oneof)
    return found


def enum_value(enum: Enum, value: EnumValue) -> str:
    """The constant of an enum value: `OrderState_ORDER_STATE_PAID`, in a message `Order_PAID`."""
    around = enum.names[:-1] or enum.names
    return f"{go_camel('.'.join(around))}_{value.name}"
