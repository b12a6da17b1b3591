"""The values of an enum by name and by number: enums of thousands of errors exist, and so do their changes."""

from __future__ import annotations

from bisect import bisect_right

from protoc_gen_ego.schema import Enum, EnumValue
from protoc_gen_ego.schema.lazy import lazy


class Values:
    """An enum, looked up."""

    def __init__(self, enum: Enum) -> None:
        self.enum = enum
        self.by_name: dict[str, EnumValue] = {value.name: value for value in enum.values}
        self.by_number: dict[int, list[EnumValue]] = {}
        for value in enum.values:
            self.by_number.setdefault(value.number, []).append(value)

    @lazy
    def reserved_names(self) -> frozenset[str]:
        """The names that are reserved."""
        return frozenset(self.enum.descriptor.reserved_name)

    def reserves(self, number: int) -> bool:
        """Whether a `reserved` statement holds the number; the ranges of enums include their ends."""
        starts, ends = self._ranges
        at = bisect_right(starts, number) - 1  # protoc lets no two ranges overlap
        return at >= 0 and number <= ends[at]

    @lazy
    def _ranges(self) -> tuple[list[int], list[int]]:
        spans = sorted((span.start, span.end) for span in self.enum.descriptor.reserved_range)
        return [start for start, _ in spans], [end for _, end in spans]
