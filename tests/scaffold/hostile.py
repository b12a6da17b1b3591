"""Cases that must be red in every language and for every kind of method, each with its reason: servers that are broken
in all the ways that a call can be, and cases that expect nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

METHODS = {
    "Mix": (False, False),
    "List": (False, True),
    "Pay": (True, False),
    "Talk": (True, True),
}
"""Method -> whether it has many requests, many responses."""
ANSWERED = "Drink", "Bill"


class Bad(NamedTuple):
    """A case: the name of the drink that it sends says what the server does."""

    name: str
    sends: str  # '' for nothing
    expects: str  # response, error, both; '' for nothing
    why: str  # what is said of it, as a regular expression
    is_late: bool = False


BAD = (
    Bad("nothing", "water", "", "it expects nothing"),
    Bad("nothing-of-a-success", "fine", "", "it expects nothing"),
    Bad("both", "fine", "both", "it expects two things"),
    Bad("silent", "", "response", "it sends nothing"),
    Bad("late", "sleep", "response", "there was no end within", is_late=True),
    Bad("late-error", "sleep", "error", "there was no end within", is_late=True),
    Bad("other", "other", "error", "expected .*, got"),
    Bad("plain", "plain", "error", "expected .*, got"),
    Bad("quiet", "quiet", "response", "the call failed|answered otherwise"),
    Bad("fine", "fine", "error", "and the call succeeded"),
    Bad("wrong", "fine", "response", "answered otherwise"),
)
"""The server: `water` ends in the error that `error` stands for, `other` in another one, `plain` in a bare NOT_FOUND,
`sleep` never, `quiet` without a message; all else is given back."""


def with_cases(text: str, write: Callable[[str, Bad], str], mark: str) -> str:
    """A scaffold with all bad cases in front of the region that ends each table; `mark` begins that line."""
    for method in METHODS:
        end = f"{mark} region ego: {method}/run"
        assert text.count(end) == 1, end
        lines = "".join([f"{write(method, bad)}\n" for bad in BAD])
        text = text.replace(end, f"{lines}{end}")
    return text


def check(found: Mapping[str, str]) -> None:
    """That each of them was red, with its reason and something to do."""
    for method in METHODS:
        for bad in BAD:
            said = found[f"{method} {bad.name}"]
            assert re.search(bad.why, said), (method, bad, said)
            assert "To do: " in said, (method, bad, said)
