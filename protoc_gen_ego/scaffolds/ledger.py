"""The ledger of a scaffold: what the file was offered so far, in its region `offered`.

A case that is deleted or renamed is the user's decision; without the ledger it would come back with every run. Lines
are single words, so that no formatter breaks them: `METHOD:KIND:REQUEST:RESPONSE` and `METHOD/CASE`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from protoc_gen_ego.scaffolds.marks import Document

REGION = "offered"
_LINE = re.compile(r"[ \t]*(?://|#)[ \t]*(?:(\w+):(\w+:[\w.]+:[\w.]+)|(\w+/[\w.]+))\s*")


class Ledger(NamedTuple):
    """Methods with their signatures, and cases, both in order and with the line that says so, counted from 0."""

    methods: dict[str, tuple[str, int]]
    cases: dict[str, int]


def read(document: Document) -> Ledger:
    """The ledger of a file that has the region `offered`."""
    methods: dict[str, tuple[str, int]] = {}
    cases: dict[str, int] = {}
    region = document.regions[REGION]
    for number in range(region.start + 1, region.end):
        found = _LINE.fullmatch(document.lines[number])
        if found and found[1]:
            methods.setdefault(found[1], (found[2], number))
        elif found:
            cases.setdefault(found[3], number)
    return Ledger(methods, cases)


def signature(kind: str, request: str, response: str) -> str:
    """A method's signature as the ledger has it."""
    return f"{kind}:{request}:{response}"
