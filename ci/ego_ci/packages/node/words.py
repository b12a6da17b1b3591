"""Words: names of messages and enums that the TypeScript generators cannot write, because their own code needs them.

Found out by letting ts-proto 2.18 and protobuf-es 2.17 generate, and tsc 7 compile, a file for each name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
)

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

Field = FieldDescriptorProto
_LONG = frozenset(
    {
        Field.TYPE_INT64,
        Field.TYPE_UINT64,
        Field.TYPE_SINT64,
        Field.TYPE_FIXED64,
        Field.TYPE_SFIXED64,
    }
)
_SHORT = frozenset(
    {
        Field.TYPE_INT32,
        Field.TYPE_UINT32,
        Field.TYPE_SINT32,
        Field.TYPE_FIXED32,
        Field.TYPE_SFIXED32,
    }
)
_TYPES = frozenset(
    "any as await bigint boolean infer keyof never number object readonly string symbol undefined unknown".split()
)
"""No type may have these names."""
_RESERVED = frozenset(
    """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends false
    finally for function if implements import in instanceof interface let new null package private protected public
    return static super switch this throw true try typeof var void while with yield
    """.split()
)
_COMMONJS = frozenset({"Object", "exports", "require"})
"""What the compiler keeps for itself in a module of CommonJS. Of protobuf-es messages are types alone."""
_HELPERS = frozenset(
    """
    BinaryReader BinaryWriter Builtin DeepPartial Exact Exclude KeysOfUnion MessageFns Partial ReadonlyArray Uint8Array
    globalThis isSet
    """.split()
)
"""What every module of ts-proto declares, imports or uses without `globalThis.` before it."""
_VARIABLES = frozenset(
    "I acc base e end entries input k key length message reader tag v value writer".split()
)
"""Parameters and variables of ts-proto around the place where it names a message."""
_CONNECT = frozenset("any as await infer keyof never readonly symbol undefined unknown".split())
"""protobuf-es gives all others a final `$`."""
_SOMETIMES: dict[str, Callable[[Field], bool]] = {
    "Array": lambda field: field.type_name == ".google.protobuf.ListValue",
    "BigInt": lambda field: field.type in _LONG or _is_time(field),
    "Buffer": lambda field: (
        field.type == Field.TYPE_BYTES or field.type_name == ".google.protobuf.BytesValue"
    ),
    "Map": lambda field: field.name == "key" and field.type in _LONG,
    "Math": lambda field: field.type in _SHORT or _is_time(field),
    "String": lambda field: field.type_name == ".google.protobuf.StringValue",
    "Timestamp": lambda field: _is_time(field),
    "base64FromBytes": lambda field: field.type == Field.TYPE_BYTES,
    "bytesFromBase64": lambda field: field.type == Field.TYPE_BYTES,
    "floatToJson": lambda field: field.type in (Field.TYPE_DOUBLE, Field.TYPE_FLOAT),
    "fromJsonTimestamp": lambda field: _is_time(field),
    "fromTimestamp": lambda field: _is_time(field),
    "isObject": lambda field: field.name == "value" or field.type_name.endswith("Struct"),
    "toTimestamp": lambda field: _is_time(field),
}
"""Helpers of ts-proto that are only in modules with a field of some kind."""


def word_findings(files: Iterable[FileDescriptorProto], flavour: str) -> Iterator[Diagnostic]:
    """NODE_NAME_TAKEN at each message and enum of these files that would not compile."""
    for file in files:
        for declared in _declared(file):
            reason = _reason(file, declared, flavour)
            if reason:
                escapes = flavour != "connect" and not _reason(file, declared, "connect")
                other = _OTHER if escapes else ""
                yield Diagnostic(
                    _position(file, declared.path),
                    Severity.ERROR,
                    "NODE_NAME_TAKEN",
                    f"TypeScript cannot have {declared.what} called {declared.name}: {reason}",
                    f"rename it{other}, or leave the file out with `exclude`",
                )


_OTHER = ", take `node: {flavour: connect}`, whose generator gives it another name"


class _Declared(NamedTuple):
    what: str
    name: str
    path: tuple[int, ...]


def _declared(file: FileDescriptorProto) -> Iterator[_Declared]:
    """The elements that TypeScript has under their own name; nested ones have their parent's before it."""
    for index, message in enumerate(file.message_type):
        yield _Declared("a message", message.name, (4, index, 1))
    for index, enum in enumerate(file.enum_type):
        yield _Declared("an enum", enum.name, (5, index, 1))


def _reason(file: FileDescriptorProto, declared: _Declared, flavour: str) -> str:
    # ts-proto leaves out a final `_`.
    name = declared.name.rstrip("_") if flavour == "grpc-js" else declared.name
    if name in (_TYPES if flavour == "grpc-js" else _CONNECT):
        return "it is a word of the language"
    is_enum = declared.what == "an enum"
    if name in _COMMONJS and (flavour == "grpc-js" or (is_enum and name != "Object")):
        return "a module of CommonJS has that name itself"
    if flavour != "grpc-js":
        return ""
    if name in _RESERVED:
        return "it is a word of the language"
    if name in _HELPERS or (name in _VARIABLES and not is_enum):
        return "the generated code uses that name itself"
    if name == "Buffer" and file.service:
        return "the generated code of a service uses that name itself"
    if name in _SOMETIMES and any(map(_SOMETIMES[name], _fields(file.message_type))):
        return "the generated code uses that name itself, for fields of this file"
    for service in file.service:
        if name in (f"{service.name}{half}" for half in ("Client", "Server", "Service")):
            return f"it is generated for the service {service.name}"
    return ""


def _is_time(field: FieldDescriptorProto) -> bool:
    return field.type_name == ".google.protobuf.Timestamp"


def _fields(messages: Iterable[DescriptorProto]) -> Iterator[FieldDescriptorProto]:
    """The fields of messages and of all in them; a map is a message with `key` and `value`."""
    for message in messages:
        yield from message.field
        yield from _fields(message.nested_type)


def _position(file: FileDescriptorProto, path: tuple[int, ...]) -> Position:
    for location in file.source_code_info.location:
        if tuple(location.path) == path:
            return Position(file.name, location.span[0] + 1, location.span[1] + 1)
    return Position(file.name, 1, 1)
