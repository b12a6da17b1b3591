"""Examples of the messages of a page as JSON: as docs.example makes them, each message once.

A repository has ten thousands of messages, and most fields of theirs have a type and no rules. Their examples are
written as text and are parts of each other; all else is made by docs.example. Both ways give the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from protoc_gen_ego.docs import sample
from protoc_gen_ego.docs.enums import EnumView
from protoc_gen_ego.docs.example import example
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.types import ENUM, GROUP, MESSAGE
from protoc_gen_ego.docs.views import MessageView
from protoc_gen_ego.schema.scalars import SCALARS
from protoc_gen_ego.schema.source import text

_REPEATED = 3  # FieldDescriptorProto.Label
_STRING = 9
_DEEPEST = 4  # messages below the first that docs.example goes down to
_EMPTY: Mapping[str, Any] = {}


class _Plain(NamedTuple):
    """The example of a message that no rule speaks of."""

    text: str
    height: int  # messages below it


class Examples:
    """The examples of a page; what was worked out goes with it."""

    def __init__(
        self,
        library: Library,
        messages: Iterable[MessageView] = (),
        enums: Iterable[EnumView] = (),
    ) -> None:
        """`messages` and `enums` are those of the page, which are asked for most."""
        self._library = library
        self._messages = {message.full_name: message for message in messages}
        self._plain: dict[str, _Plain | None] = {}
        self._enums = {enum.full_name: _first(enum) for enum in enums}

    def of(self, full_name: str) -> str:
        """The example of a message, indented by two spaces."""
        found = self._of(full_name)
        if found is None or found.height > _DEEPEST:
            return example(self._library, full_name)
        return found.text

    def _of(self, full_name: str) -> _Plain | None:
        if full_name in self._plain:
            return self._plain[full_name]
        self._plain[full_name] = None  # a message in itself is none of ours
        message = self._messages.get(full_name) or self._library.message(full_name)
        found = self._made(message) if message else None
        self._plain[full_name] = found
        return found

    def _made(self, message: MessageView) -> _Plain | None:
        lines: list[str] = []
        chosen: set[int] = set()
        height = 0
        for field in message.descriptor.field:
            if field.HasField("options"):
                return None
            if field.HasField("oneof_index") and not field.proto3_optional:
                if field.oneof_index in chosen:
                    continue
                chosen.add(field.oneof_index)
            made = self._value(message, field)
            if made is None:
                return None
            height = max(height, made.height)
            name = text(field.json_name) or text(field.name)
            lines.append(f"  {quoted(name)}: {made.text}")
        return _Plain("{\n" + ",\n".join(lines) + "\n}" if lines else "{}", height)

    def _value(self, message: MessageView, field: Any) -> _Plain | None:
        """The value of a field, its further lines indented as they stand in the message."""
        kind, name = field.type, text(field.name)
        if field.label == _REPEATED:
            key = ""
            if kind == MESSAGE and message.descriptor.nested_type:
                entry = message.entries.get(text(field.type_name))
                if entry is not None:
                    key_field, field = entry.field
                    if field.HasField("options") or key_field.type not in SCALARS:
                        return None
                    key = f"{quoted(sample.keys(key_field.type, _EMPTY, 1)[0])}: "
            made = self._single(field, name)
            if made is None:
                return None
            start, end = ("{", "}") if key else ("[", "]")
            inner = made.text.replace("\n", "\n    ")
            return _Plain(f"{start}\n    {key}{inner}\n  {end}", made.height)
        found = self._single(field, name)
        if found is None or "\n" not in found.text:
            return found
        return _Plain(found.text.replace("\n", "\n  "), found.height)

    def _single(self, field: Any, name: str) -> _Plain | None:
        kind = field.type
        if kind in SCALARS:
            return _scalar(kind, name)
        full_name = text(field.type_name)[1:]
        if kind == ENUM:
            if full_name not in self._enums:
                self._enums[full_name] = self._enum(full_name)
            return _Plain(self._enums[full_name], 0)
        if full_name in sample.WELL_KNOWN:
            return _Plain(_dumped(sample.well_known(full_name, _EMPTY)), 0)
        if kind not in (MESSAGE, GROUP):
            return None
        found = self._of(full_name)
        return _Plain(found.text, found.height + 1) if found else None

    def _enum(self, full_name: str) -> str:
        if full_name == "google.protobuf.NullValue":
            return "null"
        values = self._library.enum_values(full_name)
        if not values:
            return "0"
        return quoted(next((name for name, number in values if number), values[0][0]))


@lru_cache(maxsize=4096)  # the same names come again and again
def _scalar(kind: int, name: str) -> _Plain:
    value = name if kind == _STRING else sample.scalar(kind, name, _EMPTY)
    return _Plain(_dumped(value), 0)


def _first(enum: EnumView) -> str:
    """The first value that is not the one of an enum that nobody set."""
    values = enum.descriptor.value
    found = next((value for value in values if value.number), values[0] if values else None)
    return quoted(text(found.name)) if found else "0"


def _dumped(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
