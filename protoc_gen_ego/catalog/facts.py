"""The facts stated on one element, and where each is stated."""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.catalog.model import Problem
from protoc_gen_ego.catalog.options import NUMBERS
from protoc_gen_ego.catalog.tags import Tag, position
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import Node

LISTS = ("metadata", "errors")
# Field number of `options` in the descriptor of each kind of element, for source paths of options.
_OPTIONS_FIELD = {"File": 8, "Enum": 3, "EnumValue": 3, "Method": 4}


class Option(NamedTuple):
    """The option that states a fact, by the extension's full name."""

    extension: str


Place = Tag | Option  # a position is worked out only for what is reported


class Facts:
    """The merged annotations of one element; a second, different statement of a fact is a problem."""

    __slots__ = (
        "_places",
        "comment",
        "declared",
        "lists",
        "node",
        "problems",
        "unclear",
        "values",
    )

    def __init__(self, node: Node, problems: list[Problem]) -> None:
        self.node = node
        self.problems = problems
        self.values: dict[str, str] = {}  # code, msg, domain, plugins, kratos, i18n.<locale>
        self.lists: dict[str, dict[str, Place]] = {}  # metadata, errors: item -> where it is said
        self.comment = ""
        self.declared = False  # an option says that this is an error, or an error enum
        self.unclear = False  # a tag could not be read, so what is missing may have been meant
        self._places: dict[str, Place] = {}

    def put(self, key: str, value: str, place: Place) -> None:
        """States a fact."""
        said = self.values.get(key)
        if said is None:
            self.values[key] = value
            self._places[key] = place
        elif said != value:
            text = f"{key} is {value!r} here and {said!r} elsewhere on the same element"
            other = ((self.place(key), "the other"),)
            self.say("TAG_CONTRADICTORY", place, text, "keep one of the two", other)

    def add(self, key: str, item: str, place: Place) -> None:
        """Adds an item to a list."""
        self.lists.setdefault(key, {}).setdefault(item, place)

    def say(
        self,
        rule: str,
        place: Place,
        message: str,
        remedy: str = "",
        related: tuple[tuple[Position, str], ...] = (),
    ) -> None:
        """Reports a problem."""
        self.problems.append(Problem(rule, self.at(place), message, remedy, related))

    def place(self, key: str) -> Position:
        """Where a fact is stated."""
        return self.at(self._places[key])

    def at(self, place: Place) -> Position:
        """The position of a tag or an option."""
        node = self.node
        if isinstance(place, Tag):
            return position(node, place)
        number = NUMBERS[place.extension]
        span = node.file.source.span((*node.path, _OPTIONS_FIELD[type(node).__name__], number))
        if not any(span):
            return node.position
        return Position(node.file.name, span.line + 1, span.column + 1)
