"""Sample messages: for each message one value that is valid, as a tree that any language can write.

Every field is set that can be: one member of each oneof, one element of each list and map, the first enum value that is
not zero. Types that contain themselves, and trees that grow large, end early; required fields are always set.
"""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.scaffolds.fields import FLOATS, Facts, Types
from protoc_gen_ego.schema import Enum, EnumValue, Message

_DEPTH = 4  # levels of messages
_FIELDS = 80  # of the whole tree
_NEW_YEAR = 1767225600  # 2026-01-01T00:00:00Z
# Where any value is not a valid one: google.protobuf's own types.
_KNOWN: dict[str, dict[str, object]] = {
    "google.protobuf.Timestamp": {"seconds": _NEW_YEAR},
    "google.protobuf.Duration": {"seconds": 1},
    "google.protobuf.Any": {"type_url": "type.googleapis.com/google.protobuf.Empty"},
    "google.protobuf.Value": {"string_value": "value"},
    "google.protobuf.FieldMask": {"paths": "name"},
}


class Scalar(NamedTuple):
    """A number, a truth value, a string or bytes; `kind` as in proto files."""

    kind: str
    value: int | float | bool | str | bytes


class Member(NamedTuple):
    """A value of an enum."""

    enum: Enum
    value: EnumValue


class Entry(NamedTuple):
    """A field that is set: to one value, or for a list to one element, or for a map to one pair."""

    facts: Facts
    value: Value
    key: Value | None = None


class Tree(NamedTuple):
    """A message with the fields that are set."""

    message: Message
    entries: tuple[Entry, ...]
    size: int  # fields in the whole tree


Value = Scalar | Member | Tree


class Samples:
    """The samples of a schema's messages, each made once."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self._made: dict[tuple[Message, int], Tree | None] = {}

    def of(self, full_name: str) -> Tree:
        """The sample of the message of this name; the empty message if it requires itself."""
        message = self.types.message(full_name)
        tree = self._tree(message, _DEPTH)
        if tree is None:  # kept, since dialects know trees by their identity
            tree = self._made[message, _DEPTH] = Tree(message, (), 0)
        return tree

    def _tree(self, message: Message, depth: int) -> Tree | None:
        """None: it has required fields that there is no value for."""
        place = (message, depth)
        if place not in self._made:
            self._made[place] = None  # for a type that contains itself at the same depth
            self._made[place] = self._make(message, depth)
        return self._made[place]

    def _make(self, message: Message, depth: int) -> Tree | None:
        entries: list[Entry] = []
        chosen: set[str] = set()  # oneofs with a member
        known = _KNOWN.get(message.full_name)
        size = 0
        for facts in self.types.facts(message):
            if facts.oneof in chosen or (known is not None and facts.name not in known):
                continue
            entry = self._entry(facts, depth, known)
            cost = 1 + (entry.value.size if entry and isinstance(entry.value, Tree) else 0)
            if entry is None or (size + cost > _FIELDS and not facts.required):
                if facts.required:
                    return None
                continue
            size += cost
            entries.append(entry)
            if facts.oneof:
                chosen.add(facts.oneof)
        return Tree(message, tuple(entries), size)

    def _entry(self, facts: Facts, depth: int, known: dict[str, object] | None) -> Entry | None:
        if known is not None:
            said = known[facts.name]
            assert isinstance(said, (int, str)), "the table above holds nothing else"
            return Entry(facts, Scalar(facts.kind, said))
        if facts.map is not None:
            key, value = facts.map
            inner = self._value(value, depth, facts.name)
            return Entry(facts, inner, self._value(key, depth, facts.name)) if inner else None
        value_ = self._value(facts, depth, facts.name)
        return Entry(facts, value_) if value_ else None

    def _value(self, facts: Facts, depth: int, name: str) -> Value | None:
        kind = facts.kind
        if kind == "message":
            assert isinstance(facts.type, Message)
            # A required field goes on for longer: without it the message around it is not valid.
            return (
                self._tree(facts.type, depth - 1) if depth > (-8 if facts.required else 1) else None
            )
        if kind == "enum":
            assert isinstance(facts.type, Enum)
            values = facts.type.values
            return Member(facts.type, next((v for v in values if v.number), values[0]))
        if kind == "group":
            return None  # only proto2 has them, and no generator for new code should
        return Scalar(kind, _scalar(kind, name))


def _scalar(kind: str, name: str) -> int | float | bool | str | bytes:
    if kind == "string":
        return name
    if kind == "bytes":
        return name.encode()
    if kind == "bool":
        return True
    return 1.5 if kind in FLOATS else 1
