"""Where a finding is, in the terms of a descriptor: a file and a source path."""

from __future__ import annotations

from protoc_gen_ego.bufplugin.wire import field, packed
from protoc_gen_ego.checks.walk import elements
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import Node, Schema


def location(node: Node) -> bytes:
    """`buf.plugin.descriptor.v1.FileLocation` of an element."""
    return field(1, node.file.name) + packed(2, node.path)


def nearest(schema: Schema, place: Position) -> Node | None:
    """The element that stands at a place or, for a place in a comment, that the comment belongs to.

    A descriptor has no paths for comments: a leading one belongs to the next element, a trailing one to what stands
    before it on its line.
    """
    file = schema.by_name.get(place.path)
    if file is None:
        return None
    nodes = sorted(elements(file), key=lambda node: node.span)
    for node in nodes:
        if node.position == place:
            return node
    on_line = [node for node in nodes if node.span.end_line + 1 == place.line]
    before = [node for node in on_line if node.span.end_column < place.column]
    if before:
        return before[-1]
    return next((node for node in nodes if node.position > place), file)
