"""Elements: everything that one side of a comparison declares, by full name, imports left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from ego_ci.versions.change import Change, Kind, Quoted, Words
from ego_ci.versions.options import OptionNames
from ego_ci.versions.semver import Level
from protoc_gen_ego.catalog import ErrorCode, ErrorEnum
from protoc_gen_ego.checks import Side
from protoc_gen_ego.checks.walk import prose
from protoc_gen_ego.schema import Enum, Field, File, Message, Node, Service
from protoc_gen_ego.schema.source import text

_FILE_EXTENSION, _MESSAGE_EXTENSION = 7, 6
"""Field numbers of `extension` in FileDescriptorProto and DescriptorProto."""
T = TypeVar("T")


class Elements:
    """One side."""

    def __init__(self, side: Side) -> None:
        files = side.schema.to_generate
        self.files: dict[str, File] = {file.name: file for file in files}
        self.messages: dict[str, Message] = {
            message.full_name: message for file in files for message in file.all_messages
        }
        self.enums: dict[str, Enum] = {
            enum.full_name: enum for file in files for enum in file.all_enums
        }
        self.services: dict[str, Service] = {
            service.full_name: service for file in files for service in file.services
        }
        self.extensions = {field.full_name: field for file in files for field in _extensions(file)}
        self.codes: dict[str, ErrorCode] = {code.full_name: code for code in side.catalog.codes}
        self.error_enums: dict[str, ErrorEnum] = {
            found.enum.full_name: found for found in side.catalog.enums
        }
        self.options = OptionNames(side.schema)
        self._side = side

    @cached_property
    def sent(self) -> frozenset[str]:
        """The messages that callers send: what methods take, and what is in it."""
        known = {message.full_name: message for f in self._side.schema.files for message in _all(f)}
        waiting = [method.input for service in self.services.values() for method in service.methods]
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in found or name not in known:
                continue
            found.add(name)
            types = (text(field.descriptor.type_name) for field in known[name].fields)
            waiting += [one.removeprefix(".") for one in types]
        return frozenset(found)


def paired(before: Mapping[str, T], now: Mapping[str, T]) -> Iterator[tuple[T | None, T | None]]:
    """(before, now) of every name that either side has."""
    for name in {**before, **now}:
        yield before.get(name), now.get(name)


def quoted(node: Node) -> Quoted:
    """An element's name within its package."""
    return local(node.full_name, node)


def local(name: str, node: Node) -> Quoted:
    """A full name, without the package of the element that speaks of it."""
    return Quoted(name.removeprefix(f"{node.file.package}.") if node.file.package else name)


def change(kind: Kind, element: str, node: Node, *words: str, level: Level = Level.MINOR) -> Change:
    """A change of an element; the words are the whole sentence."""
    parent = node.parent.full_name if node.parent and node.parent is not node.file else ""
    place = node.position
    return Change(kind, element, node.full_name, parent, node.file.package, place, words, level)


def appeared(element: str, node: Node, *more: str) -> Change:
    """The element is new."""
    return change(Kind.ADDED, element, node, f"{element} ", quoted(node), " added", *more)


def vanished(element: str, node: Node) -> Change:
    """The element is gone."""
    found = change(Kind.REMOVED, element, node, f"{element} ", quoted(node), " removed")
    return found._replace(gone=True)


def common(element: str, old: Node, new: Node, before: Elements, now: Elements) -> Iterator[Change]:
    """What can happen to every kind of element: deprecation, options, its comment."""
    subject: Words = (f"{element} ", quoted(new))
    if new.deprecated and not old.deprecated:
        yield change(Kind.DEPRECATED, element, new, *subject, " is deprecated")
    if old.deprecated and not new.deprecated:
        yield change(Kind.CHANGED, element, new, *subject, " is no longer deprecated")
    was, has = before.options.of(old), now.options.of(new)
    for name in sorted({*was, *has}):
        if was.get(name) == has.get(name):
            continue
        what = "set" if name not in was else "removed" if name not in has else "changed"
        kind = Kind.CHANGED if name in was else Kind.ADDED
        yield change(kind, element, new, *subject, ": option ", Quoted(name), f" {what}")
    if prose(old).split() != prose(new).split():
        words = ("documentation of ", *subject, " changed")
        yield change(Kind.DOCUMENTED, element, new, *words, level=Level.PATCH)


def moved(element: str, old: Node, new: Node) -> Iterator[Change]:
    """The element is declared in another file: the import or include of generated code changes."""
    if old.file.name != new.file.name:
        files = (Quoted(old.file.name), " to ", Quoted(new.file.name))
        yield change(Kind.CHANGED, element, new, f"{element} ", quoted(new), " moved from ", *files)


def _all(file: File) -> Iterator[Message]:
    """All messages of a file, the entries of maps too."""
    waiting = list(file.messages)
    while waiting:
        message = waiting.pop()
        yield message
        waiting += message.messages


def _extensions(file: File) -> Iterator[Field]:
    for index, descriptor in enumerate(file.descriptor.extension):
        yield Field(descriptor, file, (_FILE_EXTENSION, index))
    for message in file.all_messages:
        for index, descriptor in enumerate(message.descriptor.extension):
            yield Field(descriptor, message, (*message.path, _MESSAGE_EXTENSION, index))
