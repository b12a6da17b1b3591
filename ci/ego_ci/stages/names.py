"""Names: which element of the schema a finding of buf is about, so that an approval can name it.

buf tells a line, and names within the message (`field "2" with name "uid" on message "User"`); an approval
names an element in full (`shop.user.v1.User.uid`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING, Any

from ego_ci.stages.image import Image

if TYPE_CHECKING:
    from google.protobuf.descriptor_pb2 import FileDescriptorProto

_QUOTED = re.compile(r'"([^"]+)"')
_NAME = re.compile(r"[A-Za-z_][\w.]*")
# Fields of descriptor.proto that hold named elements, by the kind of their container.
_INSIDE = {
    "FileDescriptorProto": {4: "message_type", 5: "enum_type", 6: "service", 7: "extension"},
    "DescriptorProto": {
        2: "field",
        3: "nested_type",
        4: "enum_type",
        6: "extension",
        8: "oneof_decl",
    },
    "EnumDescriptorProto": {2: "value"},
    "ServiceDescriptorProto": {2: "method"},
}


def quoted(message: str) -> tuple[str, ...]:
    """What stands in double quotes in a message."""
    return tuple(_QUOTED.findall(message))


class Names:
    """The elements of both sides; read only when there is a finding."""

    def __init__(self, image: Image, against: Image) -> None:
        self._image = image
        self._against = against

    @cached_property
    def _now(self) -> dict[str, FileDescriptorProto]:
        return {file.name: file for file in self._image.set.file}

    @cached_property
    def _before(self) -> dict[str, FileDescriptorProto]:
        return {file.name: file for file in self._against.set.file}

    def file_of(self, message: str) -> str:
        """The base's file that a message without a place is about: of that name, package or element; or ''."""
        words = quoted(message)
        for word in words:
            if word in self._before:
                return word
        files = [self._before[name] for name in sorted(self._before)]
        # Elements are named within their package, which is named beside them; other packages may have the same.
        named = [file for file in files if file.package in words] or files
        for word in words:
            for file in named:
                if word in _top_level(file) or word.partition(".")[0] in _top_level(file):
                    return file.name
        return named[0].name if named is not files else ""

    def about(self, name: str, line: int, column: int, words: Iterable[str]) -> frozenset[str]:
        """The full names of what a finding can be about: the element at its place, and what its message names."""
        file = self._now.get(name) or self._before.get(name)
        if file is None:
            return frozenset(words)
        found = {file.package, *self._elements(file, line - 1, column - 1)}
        found |= set(self._named(file.package, [word for word in words if _NAME.fullmatch(word)]))
        return frozenset(filter(None, found))

    def _named(self, package: str, words: list[str]) -> Iterator[str]:
        """buf names a message with those around it and a field or value apart, in either order."""
        prefix = f"{package}." if package else ""
        for word in words:
            yield word
            yield prefix + word
        for one, other in permutations(words, 2):
            yield f"{prefix}{one}.{other}"
            # An enum's values are siblings of the enum (descriptor.proto), so of its scope.
            scope = one.rpartition(".")[0]
            yield f"{prefix}{scope}.{other}" if scope else f"{prefix}{other}"

    def _elements(self, file: FileDescriptorProto, line: int, column: int) -> Iterator[str]:
        """The innermost element at a place, and those around it."""
        best: tuple[int, ...] = ()
        for location in file.source_code_info.location:
            span = location.span
            start, end = (span[0], span[1]), (span[-2] if len(span) == 4 else span[0], span[-1])
            if start <= (line, column) <= end and len(location.path) >= len(best):
                best = tuple(location.path)
        scope, node = file.package, file
        for number, index in zip(best[::2], best[1::2], strict=False):
            inside = _INSIDE.get(type(node).__name__, {}).get(number)
            if inside is None:
                return
            node = getattr(node, inside)[index]
            scope = f"{scope}.{node.name}" if scope else node.name
            yield scope


def _top_level(file: Any) -> set[str]:
    prefix = f"{file.package}." if file.package else ""
    parts = (*file.message_type, *file.enum_type, *file.service)
    return {word for part in parts for word in (part.name, prefix + part.name)}
