"""Options with their values, custom ones included: read through the definitions that the request itself carries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from protoc_gen_ego.schema import File, Schema
from protoc_gen_ego.schema.source import text

_DESCRIPTOR = "google/protobuf/descriptor.proto"
_MESSAGE, _ENUM, _STRING, _BYTES, _BOOL = 11, 14, 9, 12, 8
# Said elsewhere, or not about the interface at all.
_TOLD = frozenset(("deprecated", "map_entry", "uninterpreted_option", "allow_alias", "features"))
_TOLD_PREFIXES = ("ego.errors.v1.", "errors.", "buf.validate.")
_TOLD_NAMES = frozenset(("google.api.http", "google.api.field_behavior", "idempotency_level"))


class Option(NamedTuple):
    """One option that is set."""

    name: str  # deprecated, (google.api.resource)
    value: str  # in protobuf's text format, on one line


class OptionReader:
    """Reads options messages; without definitions of custom ones it knows the standard ones."""

    def __init__(self, schema: Schema) -> None:
        self._classes: dict[str, Any] = {}
        self._pool: Any = None
        self.definers = tuple(file for file in schema.files if _defines(file))
        if self.definers and _DESCRIPTOR in schema.by_name:
            self._pool = _pool(schema, self.definers)

    def fields(self, options: Any) -> dict[str, tuple[Any, Any]]:
        """What is set: name (an extension by its full name) -> (descriptor, value)."""
        if self._pool is not None:
            options = self._reread(options)
        return {
            descriptor.full_name if descriptor.is_extension else descriptor.name: (
                descriptor,
                value,
            )
            for descriptor, value in options.ListFields()
        }

    def _reread(self, options: Any) -> Any:
        from google.protobuf.message import DecodeError

        kind = options.DESCRIPTOR.full_name
        if kind not in self._classes:
            from google.protobuf.message_factory import GetMessageClass

            self._classes[kind] = GetMessageClass(self._pool.FindMessageTypeByName(kind))
        try:
            return self._classes[kind].FromString(options.SerializeToString())
        except DecodeError:
            return options


def shown(fields: dict[str, tuple[Any, Any]]) -> tuple[Option, ...]:
    """The options to show: those that the model does not tell in words."""
    found = []
    for name, (descriptor, value) in fields.items():
        if name in _TOLD or name in _TOLD_NAMES or name.startswith(_TOLD_PREFIXES):
            continue
        label = f"({name})" if descriptor.is_extension else name
        found.append(Option(label, written(descriptor, value)))
    return tuple(sorted(found))


def written(descriptor: Any, value: Any) -> str:
    if not descriptor.is_repeated:
        return _single(descriptor, value)
    if descriptor.message_type is not None and descriptor.message_type.GetOptions().map_entry:
        from google.protobuf import text_format

        return text_format.MessageToString(_holder(descriptor, value), as_one_line=True).strip()
    return f"[{', '.join(_single(descriptor, one) for one in value)}]"


def _holder(descriptor: Any, value: Any) -> Any:
    from google.protobuf.message_factory import GetMessageClass

    holder = GetMessageClass(descriptor.containing_type)()
    getattr(holder, descriptor.name).update(value)
    return holder


def _single(descriptor: Any, value: Any) -> str:
    if descriptor.message_type is not None:
        from google.protobuf import text_format

        inner = text_format.MessageToString(value, as_one_line=True, as_utf8=True).strip()
        return f"{{ {inner} }}" if inner else "{}"
    if descriptor.type == _ENUM:
        known = descriptor.enum_type.values_by_number
        return known[value].name if value in known else str(value)
    if descriptor.type == _BOOL:
        return "true" if value else "false"
    if descriptor.type in (_STRING, _BYTES):
        return quoted(value)
    return str(value)


def quoted(value: str | bytes) -> str:
    """A string as text format writes it."""
    from google.protobuf import text_encoding

    escape: Any = text_encoding.CEscape  # its annotation knows bytes only
    return f'"{escape(value, isinstance(value, str))}"'


def _defines(file: File) -> bool:
    """Whether a file extends one of descriptor.proto's options messages."""
    if not file.descriptor.extension and not file.descriptor.message_type:
        return False
    return any(
        text(extension.extendee).startswith(".google.protobuf.")
        and text(extension.extendee).endswith("Options")
        for extensions in _extensions(file.descriptor)
        for extension in extensions
    )


def _extensions(scope: Any) -> Iterable[Any]:
    if scope.extension:
        yield scope.extension
    for message in scope.message_type if hasattr(scope, "message_type") else scope.nested_type:
        if message.extension or message.nested_type:
            yield from _extensions(message)


def _pool(schema: Schema, definers: Iterable[File]) -> Any:
    """A pool with the definitions and all that they import; None when protobuf refuses them."""
    from google.protobuf.descriptor_pool import DescriptorPool

    pool = DescriptorPool()
    done: set[str] = set()

    def add(path: str) -> None:
        if path in done:
            return
        done.add(path)
        file = schema.by_name.get(path)
        if file is None:
            return
        for imported in file.descriptor.dependency:
            add(text(imported))
        pool.Add(file.descriptor)

    try:
        add(_DESCRIPTOR)
        for file in definers:
            add(file.name)
    except (
        TypeError,
        KeyError,
    ):  # two definitions of one name, a missing import: protoc sends no such request
        return None
    return pool
