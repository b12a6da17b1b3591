"""Enums and their values, documented."""

from __future__ import annotations

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.docs.element import Element, children
from protoc_gen_ego.docs.index import Use
from protoc_gen_ego.schema import Enum, EnumValue
from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.schema.source import text

_MAX_VALUE, _MIN_VALUE = 2**31 - 1, -(2**31)


class EnumView(Element, Enum):
    """An enum of a page."""

    kind = "enum"

    @property
    def values(self) -> tuple[ValueView, ...]:
        """The values, in declaration order."""
        return children(ValueView, self.descriptor.value, self, 2)

    @lazy
    def first_names(self) -> dict[int, str]:
        """The first name of each number; a later one is its alias."""
        found: dict[int, str] = {}
        for value in self.descriptor.value:
            found.setdefault(value.number, text(value.name))
        return found

    @property
    def closed(self) -> bool:
        """Whether an unknown number is refused when read (proto2, `enum_type = CLOSED`)."""
        return self.features.enum_type == "CLOSED"

    @property
    def reserved(self) -> tuple[str, ...]:
        """Reserved numbers, then names, as written."""
        return (
            *(_span(r.start, r.end) for r in self.descriptor.reserved_range),
            *(f'"{text(name)}"' for name in self.descriptor.reserved_name),
        )

    @property
    def used_by(self) -> tuple[Use, ...]:
        """The messages and extensions of the repository that use it."""
        return self.library.index.users(self.full_name)


class ValueView(Element, EnumValue):
    """A value of an enum."""

    kind = "value"
    parent: EnumView

    @property
    def alias_of(self) -> str:
        """The name whose number it shares; '' for a first name."""
        first = self.parent.first_names[self.number]
        return "" if first == self.name else first

    @property
    def error(self) -> ErrorCode | None:
        """The error code that it declares."""
        return self.library.errors.code(self.full_name)


def _span(first: int, last: int) -> str:
    if first == last:
        return str(first)
    start = "min" if first <= _MIN_VALUE else first
    return f"{start} to {'max' if last >= _MAX_VALUE else last}"
