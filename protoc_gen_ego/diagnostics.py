"""What a user is told: positions, severities, diagnostics and their text form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Severity(str, Enum):
    """How much a diagnostic weighs: an error stops the run, a warning stops it under `strict=true`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Position(NamedTuple):
    """A place in a proto file; line and column count from 1, as editors do."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{one_line(self.path)}:{self.line}:{self.column}"


class Diagnostic(NamedTuple):
    """One finding: where, how bad, which rule, what is wrong, where the other place is, what to do."""

    position: Position | None  # None: about the run itself (an option, broken input)
    severity: Severity
    rule: str  # UPPER_SNAKE
    message: str
    remedy: str = ""
    related: tuple[tuple[Position, str], ...] = ()  # (the other place, what is there)

    def __str__(self) -> str:
        """One line: `path:line:col: severity: RULE: message (first declared at …); remedy`."""
        place = f"{self.position}: " if self.position else ""
        others = "".join(f" ({note} at {position})" for position, note in self.related)
        remedy = f"; {self.remedy}" if self.remedy else ""
        return (
            f"{place}{self.severity.value}: {self.rule}: {one_line(self.message + others + remedy)}"
        )

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of a report: by place, then rule; what has no place comes first."""
        place = self.position or Position("", 0, 0)
        return (*place, self.rule, self.message)


def one_line(text: str) -> str:
    """The text on one line: line breaks and other controls (proto text is hostile) become visible escapes."""
    return _UNPRINTABLE.sub(
        lambda match: match[0].encode("unicode_escape", "surrogatepass").decode(), text
    )


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted, each once."""
    return sorted(set(diagnostics), key=lambda diagnostic: diagnostic.sort_key)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`; protoc prefixes only the first line of an error, so a report begins with this."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    parts = [
        f"{count} {severity.value}{'s' if count > 1 else ''}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) or "no findings"
