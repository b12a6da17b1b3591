"""Sample messages: for each message values that are valid, as trees that any language can write.

Every field is set that can be: one member of each oneof, one element of each list and map (more if its rules ask for
them), an enum value that is not zero. Types that contain themselves, and trees that grow large, end early; required
fields are always set. A stream is begun with two messages, which differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from protoc_gen_ego.scaffolds import values
from protoc_gen_ego.scaffolds.fields import Facts, Said, Types
from protoc_gen_ego.scaffolds.rules import flat
from protoc_gen_ego.schema import Enum, EnumValue, Message

_DEPTH = 4  # levels of messages
_NEXT_DEPTH = 2  # of the second message of a stream: enough to tell it from the first one
_STREAM = 2  # messages
_FIELDS = 80  # of the whole tree
_ELEMENTS = 20  # of a list or a map, however many its rules ask for
_LIST, _MAP = ("min_items", "max_items"), ("min_pairs", "max_pairs")
_NOTHING: Said = {}


class Scalar(NamedTuple):
    """A number, a truth value, a string or bytes; `kind` as in proto files."""

    kind: str
    value: values.Plain


class Member(NamedTuple):
    """A value of an enum."""

    enum: Enum
    value: EnumValue


class Entry(NamedTuple):
    """A field that is set: to one value, or for a list to its elements, or for a map to values with their keys."""

    facts: Facts
    values: tuple[Value, ...]
    keys: tuple[Value, ...] = ()


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
        self._made: dict[tuple[Message, int, int], Tree | None] = {}
        self._several: dict[tuple[str, bool], tuple[Tree, ...]] = {}

    def of(self, full_name: str, place: int = 0) -> Tree:
        """The sample of the message of this name; the empty message if it requires itself."""
        message, depth = self.types.message(full_name), _NEXT_DEPTH if place else _DEPTH
        tree = self._tree(message, depth, place)
        if tree is None:  # kept, since dialects know trees by their identity
            tree = self._made[message, depth, place] = Tree(message, (), 0)
        elif place and tree.entries and tree == self._tree(message, _DEPTH, 0):
            # There is one value only, as of an enum: the next message is one without it.
            *kept, last = tree.entries
            if not last.facts.said and not last.facts.required:
                tree = self._made[message, depth, place] = Tree(message, tuple(kept), len(kept))
        return tree

    def several(self, full_name: str, *, stream: bool) -> tuple[Tree, ...]:
        """The messages that a case sends or expects: one, or in a stream some that differ."""
        key = (full_name, stream)
        known = self._several.get(key)
        if known is None:
            places = range(_STREAM if stream else 1)
            known = self._several[key] = tuple([self.of(full_name, place) for place in places])
        return known

    def _tree(self, message: Message, depth: int, place: int) -> Tree | None:
        """None: it has required fields that there is no value for."""
        key = (message, depth, place)
        if key not in self._made:
            self._made[key] = None  # for a type that contains itself at the same depth
            self._made[key] = self._make(message, depth, place, _NOTHING)
        return self._made[key]

    def _make(self, message: Message, depth: int, place: int, said: Said) -> Tree | None:
        known = values.known(message.full_name, said, place)
        entries: list[Entry] = []
        size = 0
        for candidates in self._candidates(message, known, place):
            for facts in candidates:
                entry = self._entry(facts, depth, place, known)
                cost = 1 + sum([v.size for v in entry.values if type(v) is Tree]) if entry else 0
                if entry and (facts.required or size + cost <= _FIELDS):
                    size += cost
                    entries.append(entry)
                    break
            else:
                if candidates[0].required:
                    return None
        return Tree(message, tuple(entries), size)

    def _candidates(
        self, message: Message, known: Mapping[str, object] | None, place: int
    ) -> list[list[Facts]]:
        """The fields to set; of those that exclude each other one, so they are in one list, the best first."""
        rules = self.types.rules
        if known is None and not rules.exist and not message.descriptor.oneof_decl:
            return [[facts] for facts in self.types.facts(message)]
        excluding = {name: f".{names[0]}" for names in rules.choices(message) for name in names}
        groups: dict[str, list[Facts]] = {}
        for facts in self.types.facts(message):
            if known is None or facts.name in known:
                group = excluding.get(facts.name) or facts.oneof or f".{facts.name}"
                groups.setdefault(group, []).append(facts)
        found = []
        for members in groups.values():
            if len(members) > 1:
                turn = place % len(members)
                members = sorted(members[turn:] + members[:turn], key=lambda f: not f.required)
            found.append(members)
        return found

    def _entry(
        self, facts: Facts, depth: int, place: int, known: Mapping[str, values.Plain] | None
    ) -> Entry | None:
        if known is not None:
            return Entry(facts, (Scalar(facts.kind, known[facts.name]),))
        name, said = facts.name, facts.said
        if not facts.repeated:
            value = self._value(facts, said, depth, place, name)
            return Entry(facts, (value,)) if value else None
        least, most = _LIST if facts.map is None else _MAP
        count = min(max(int(said.get(least, 1)), 1), int(said.get(most, _ELEMENTS)), _ELEMENTS)
        places = range(place * count, place * count + count)
        if facts.map is None:
            items = flat(said.get("items"))
            made = [self._value(facts, items, depth, one, name) for one in places]
            kept = tuple([value for value in made if value])
            return Entry(facts, kept) if kept and len(kept) == count else None
        key, element = facts.map
        pairs = {
            self._value(key, key.said, depth, one, name): self._value(
                element, element.said, depth, one, name
            )
            for one in places
        }
        found = [(k, value) for k, value in pairs.items() if k and value]
        if not found or len(found) != len(pairs):
            return None
        return Entry(facts, tuple([v for _, v in found]), tuple([k for k, _ in found]))

    def _value(self, facts: Facts, said: Said, depth: int, place: int, name: str) -> Value | None:
        kind = facts.kind
        if kind in ("message", "group"):
            assert isinstance(facts.type, Message)
            # A required field goes on for longer: without it the message around it is not valid.
            if depth <= (-8 if facts.required else 1):
                return None
            if said and facts.type.file.package == "google.protobuf":
                return self._well_known(facts.type, said, place)
            return self._tree(facts.type, depth - 1, place)
        if kind == "enum":
            assert isinstance(facts.type, Enum)
            members = facts.type.values
            chosen = values.number([m.number for m in members], said, place)
            return Member(facts.type, next(m for m in members if m.number == chosen))
        return Scalar(kind, values.scalar(kind, name, said, place))

    def _well_known(self, message: Message, said: Said, place: int) -> Tree | None:
        """A Timestamp, a Duration or a wrapper that its field's rules accept."""
        inner = self.types.facts(message)
        if message.name.endswith("Value") and len(inner) == 1:
            value = values.scalar(inner[0].kind, inner[0].name, said, place)
            return Tree(message, (Entry(inner[0], (Scalar(inner[0].kind, value),)),), 1)
        return self._make(message, 1, place, said)
