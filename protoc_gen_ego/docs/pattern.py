"""A text that a regular expression matches: made from the expression, and tried with it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

_PRINTABLE = [chr(code) for code in (*range(97, 123), *range(65, 91), *range(48, 58))]
_PRINTABLE += [chr(code) for code in range(32, 127) if chr(code) not in _PRINTABLE]
_REPEATS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)  # beyond the least count, until it is long enough


def matching(pattern: str, *, least: int = 0, most: int = 1000, place: int = 0) -> str | None:
    """A text of `least` to `most` characters that the pattern is found in; None if none came to mind.

    Texts of different `place` differ where the pattern leaves a choice. The pattern is RE2's; what Python's `re` cannot
    read has no text.

    >>> matching("^[A-Z]{2}-[0-9]{3}$"), matching("^[A-Z]{2}-[0-9]{3}$", place=1), matching("(")
    ('AA-000', 'BB-111', None)
    """
    try:
        compiled = re.compile(pattern)
        parsed = list(_parser().parse(pattern))
        for more in _REPEATS:
            made = _Maker(more, place).sequence(parsed)
            if max(least, min(most, 1)) <= len(made) <= most and compiled.search(made):
                return made
    except (re.error, RecursionError, OverflowError, _NoIdea):
        pass
    return None


class _NoIdea(Exception):
    """Something in an expression that is not understood."""


def _parser() -> Any:
    return import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")


class _Maker:
    """Makes a text, with `more` rounds of each repetition than it needs."""

    def __init__(self, more: int, place: int) -> None:
        self._more = more
        self._place = place
        self._groups: dict[int, str] = {}

    def sequence(self, parsed: Sequence[tuple[Any, Any]]) -> str:
        """The text of one item after the other."""
        return "".join([self._item(str(kind), value) for kind, value in parsed])

    def _item(self, kind: str, value: Any) -> str:
        if kind == "LITERAL":
            return chr(value)
        if kind == "NOT_LITERAL":
            return self._other({chr(value)})
        if kind == "ANY":
            return self._one(_PRINTABLE)
        if kind == "IN":
            return self._of_set(value)
        if kind == "BRANCH":
            branches = value[1]
            return self.sequence(branches[self._place % len(branches)])
        if kind == "SUBPATTERN":
            made = self.sequence(value[-1])
            self._groups[value[0]] = made
            return made
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inner = value
            return "".join([self.sequence(inner) for _ in range(min(low + self._more, int(high)))])
        if kind == "GROUPREF":
            return self._groups.get(value, "")
        if kind in ("AT", "ASSERT", "ASSERT_NOT"):
            return ""  # whether they hold is seen when the text is tried
        raise _NoIdea(kind)

    def _of_set(self, items: Sequence[tuple[Any, Any]]) -> str:
        found: list[str] = []
        refuses = False
        for kind, value in items:
            name = str(kind)
            if name == "NEGATE":
                refuses = True
            elif name == "LITERAL":
                found.append(chr(value))
            elif name == "RANGE":
                low, high = value
                found += map(chr, range(low, min(high, low + 127) + 1))
            elif name == "CATEGORY":
                shorthand = re.compile(_CATEGORIES[str(value)])
                found += [char for char in _PRINTABLE if shorthand.match(char)]
            else:
                raise _NoIdea(name)
        return self._other(set(found)) if refuses else self._one(found)

    def _other(self, refused: set[str]) -> str:
        return self._one([char for char in _PRINTABLE if char not in refused])

    def _one(self, chars: Sequence[str]) -> str:
        if not chars:
            raise _NoIdea("an empty set")
        return chars[self._place % len(chars)]


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
