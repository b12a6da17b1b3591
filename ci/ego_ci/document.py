"""A YAML document whose every key and value knows its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from protoc_gen_ego.diagnostics import Position

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Unreadable(Exception):
    """The text is no YAML document: where reading ended, and why."""

    position: Position | None
    message: str


def parse(text: str, path: str) -> yaml.Node | None:
    """The root node of a document, None for an empty one; raises Unreadable.

    Only nodes are built, never objects, so a tag such as `!!python/object` in the file is inert.
    """
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(
            Position(path, line, 1), f"the character U+{error.character:04X} is not allowed"
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Position(path, mark.line + 1, mark.column + 1) if mark else None
        text = " ".join(filter(None, [error.context, error.problem])).replace("\n", " ")
        raise Unreadable(where, text) from error
    except RecursionError as error:
        raise Unreadable(None, "the values are nested too deeply") from error


def read(path: Path, shown: str) -> yaml.Node | None:
    """Like parse, for a UTF-8 file; an OSError passes on."""
    data = path.read_bytes()
    try:
        return parse(data.decode("utf-8-sig"), shown)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(Position(shown, line, 1), "the file is not UTF-8") from error


def find(node: yaml.Node | None, *keys: str | int) -> yaml.Node | None:
    """The node at a path of keys and indexes, None if there is none."""
    for key in keys:
        if isinstance(node, yaml.MappingNode) and isinstance(key, str):
            node = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            return None
    return node


def position(node: yaml.Node, path: str) -> Position:
    """Where a node begins, counted from 1."""
    return Position(path, node.start_mark.line + 1, node.start_mark.column + 1)


def kind(node: yaml.Node) -> str:
    """What a node is, in words: "a list", "a mapping", "text", "a number", "true or false", "nothing"."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    words = {
        "str": "text",
        "int": "a number",
        "float": "a number",
        "bool": "true or false",
        "null": "nothing",
        "timestamp": "a date",
    }
    return words.get(node.tag.removeprefix(_TAG), f"a value of type {node.tag}")
