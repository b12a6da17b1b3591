"""What became of messages, their fields, and extensions."""

from __future__ import annotations

from collections.abc import Iterator

from ego_ci.versions.change import Change, Kind, Quoted, Words
from ego_ci.versions.elements import (
    Elements,
    appeared,
    change,
    common,
    moved,
    paired,
    quoted,
    vanished,
)
from ego_ci.versions.semver import Level
from ego_ci.versions.shape import oneof, required, shape
from protoc_gen_ego.schema import Field, Message
from protoc_gen_ego.schema.source import text


def messages(before: Elements, now: Elements) -> Iterator[Change]:
    """A message that is new or gone stands for all that is in it."""
    for old, new in paired(before.messages, now.messages):
        if old and new:
            yield from moved("message", old, new)
            yield from common("message", old, new, before, now)
            yield from _fields(old, new, before, now)
        elif new and not inside(new, before.messages, now.messages):
            yield appeared("message", new)
        elif old and not inside(old, now.messages, before.messages):
            yield vanished("message", old)


def extensions(before: Elements, now: Elements) -> Iterator[Change]:
    """Extensions are told apart by their names."""
    for old, new in paired(before.extensions, now.extensions):
        if old and new:
            yield from moved("extension", old, new)
            yield from _field("extension", old, new, before, now)
        elif new:
            yield appeared("extension", new, ": ", Quoted(shape(new)))
        elif old:
            yield vanished("extension", old)


def inside(node: object, others: dict[str, Message], own: dict[str, Message]) -> bool:
    """Whether an element lies in a message that the other side has not: that one is told, not this."""
    parent = getattr(node, "parent", None)
    return (
        isinstance(parent, Message) and parent.full_name in own and parent.full_name not in others
    )


def _fields(old: Message, new: Message, before: Elements, now: Elements) -> Iterator[Change]:
    """Fields are told apart by their numbers, as on the wire."""
    was = {str(field.number): field for field in old.fields}
    has = {str(field.number): field for field in new.fields}
    for one, other in paired(was, has):
        if one and other:
            yield from _field("field", one, other, before, now)
        elif other:
            yield appeared("field", other, ": ", Quoted(shape(other)))
            yield from _demanded("field", other, now)
        elif one:
            yield vanished("field", one)


def _field(
    element: str, old: Field, new: Field, before: Elements, now: Elements
) -> Iterator[Change]:
    subject: Words = (f"{element} ", quoted(new))
    if old.name != new.name:
        renamed = (f"{element} ", quoted(old), " renamed to ", Quoted(new.name))
        yield change(Kind.CHANGED, element, new, *renamed)
    if old.number != new.number:
        numbers = f" has number {new.number}, was {old.number}"
        yield change(Kind.CHANGED, element, new, *subject, numbers)
    if shape(old) != shape(new):
        types = (" changed from ", Quoted(shape(old)), " to ", Quoted(shape(new)))
        yield change(Kind.CHANGED, element, new, *subject, *types)
    if required(new) and not required(old):
        yield from _demanded(element, new, now)
    if required(old) and not required(new):
        yield change(Kind.CHANGED, element, new, *subject, " is no longer required")
    if oneof(old) != oneof(new):
        group = (" moved into oneof ", Quoted(oneof(new)))
        left = (" moved out of oneof ", Quoted(oneof(old)))
        yield change(Kind.CHANGED, element, new, *subject, *(group if oneof(new) else left))
    yield from _texts(subject, element, old, new)
    yield from common(element, old, new, before, now)


def _demanded(element: str, new: Field, now: Elements) -> Iterator[Change]:
    """A request that was complete may be refused now, which no rule about descriptors sees."""
    if required(new):
        words = (f"{element} ", quoted(new), " is required")
        parent = new.parent.full_name if new.parent else ""
        level = Level.MAJOR if parent in now.sent else Level.MINOR
        yield change(Kind.CHANGED, element, new, *words, level=level)


def _texts(subject: Words, element: str, old: Field, new: Field) -> Iterator[Change]:
    """The name in JSON and the default value."""
    was, has = (text(field.descriptor.json_name) for field in (old, new))
    if was != has and old.name == new.name:
        words = (*subject, " is ", Quoted(has), " in JSON, was ", Quoted(was))
        yield change(Kind.CHANGED, element, new, *words)
    was, has = (text(field.descriptor.default_value) for field in (old, new))
    if was != has:
        words = (*subject, " has the default ", Quoted(has), ", had ", Quoted(was))
        yield change(Kind.CHANGED, element, new, *words)
