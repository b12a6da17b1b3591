"""Where a finding is, in the terms of a descriptor: a file and a source path."""

from __future__ import annotations

from bisect import bisect_left

from protoc_gen_ego.bufplugin.wire import field, packed
from protoc_gen_ego.checks.walk import elements
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import File, Node, Schema

_HEAD = (
    (12,),
    (14,),
    (2,),
)  # descriptor.proto: syntax, edition, package; comments there are the file's


def location(node: Node) -> bytes:
    """`buf.plugin.descriptor.v1.FileLocation` of an element."""
    return field(1, node.file.name) + packed(2, node.path)


class Places:
    """The elements of a schema by where they stand: a file may have thousands of findings."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._files: dict[str, _Elements] = {}

    def nearest(self, place: Position) -> Node | None:
        """The element that stands at a place or, for a place in a comment, that the comment belongs to.

        A descriptor has no paths for comments: a leading one belongs to the next element, a trailing one to what
        stands before it on its line.
        """
        file = self._schema.by_name.get(place.path)
        if file is None:
            return None
        if file.name not in self._files:
            self._files[file.name] = _Elements(file)
        return self._files[file.name].nearest(place) or file


class _Elements:
    def __init__(self, file: File) -> None:
        nodes = sorted(elements(file), key=lambda node: node.position)
        self._nodes = nodes
        self._head = max(file.source.span(path).line + 1 for path in _HEAD)
        self._positions = [node.position for node in nodes]
        self._ending = {node.span.end_line + 1: node for node in nodes}  # the last one of each line

    def nearest(self, place: Position) -> Node | None:
        if place.line <= self._head:
            return None
        at = bisect_left(self._positions, place)
        if at < len(self._nodes) and self._positions[at] == place:
            return self._nodes[at]
        before = self._ending.get(place.line)
        if before is not None and before.span.end_column < place.column:
            return before
        return self._nodes[at] if at < len(self._nodes) else None
