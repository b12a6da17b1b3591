"""Hostile sources: errors from the wire, fresh, wrapped, derived, and around the budget."""

from __future__ import annotations

import base64
from collections.abc import Callable
from random import Random
from typing import Any

from tests.conformance import hostile_bytes as hostile
from tests.conformance.hostile_codes import CODES

TEXT_KEYS = (
    "uid", "0", "", "__proto__", "用户", "😀", "\uffff", "ego-truncated", "a b", "{", "uid}",
)  # fmt: skip

Fields = dict[str, Any]


def text(chance: Random) -> Any:
    """A text in one of its three spellings."""
    data = hostile.text(chance)
    kind = chance.random()
    if kind < 0.5:
        return {"b64": _b64(data)}
    if kind < 0.6:
        units = (0x61, 0x25, 0x4E2D, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xD83D, 0xDE00, 0xFFFD, 0)
        return {"utf16": chance.choices(units, k=chance.randint(0, 12))}
    return data.decode("utf-8", "replace")


def _string(chance: Random) -> str:
    """A text for ordinary exceptions: valid, since the runtimes never look at it."""
    return hostile.text(chance).decode("utf-8", "replace")


def wire_source(chance: Random) -> Fields:
    """What might come in from a peer, or from something that only looks like one."""
    number = chance.choice((0, 1, 2, 4, 5, 5, 5, 5, 10, 13, 16, 17, 99, -1, 2**31 - 1, -(2**31)))
    absent = chance.random() < 0.05
    return {
        "grpc_status": number,
        "grpc_message": text(chance) if chance.random() < 0.8 else "",
        "details_b64": None if absent else _b64(hostile.details(chance)),
    }


def source(chance: Random, depth: int = 0) -> Any:
    """Any source of section 2 of README.md, nested a little."""
    kind = chance.random()
    given: Any = wire_source(chance)
    if kind < 0.15:
        return oversized(chance)
    if kind < 0.35:
        given = {"code": chance.choice(CODES)["full_name"]}
    elif kind < 0.42:
        given = {"exception": _string(chance)}
    elif kind < 0.55 and depth < 4:
        inner = source(chance, depth + 1)
        # README section 2: what is wrapped is an error or nothing, never an OK.
        inner = None if inner and inner.get("grpc_status") == 0 else inner
        given = {"wrap": inner, "text": _string(chance)}
    elif kind < 0.57:
        return None
    if chance.random() < 0.3 and _surely_an_error(given):
        given["steps"] = steps(chance)
    return given


def oversized(chance: Random) -> Fields:
    """A source around the budget of 7,168 bytes, a little below it or far above."""
    letter = chance.choice(("x", "%", "~", "用", "😀", "é", "\n", "\x7f"))
    keys = chance.sample(TEXT_KEYS, chance.randint(0, 5))
    lengths = (0, 1, 30, 500, 500, 1500, 3000)
    types = [url.decode("ascii") for url in hostile.TYPES[4:9]]
    own: list[Fields] = [
        {"with_message": letter * chance.randint(0, chance.choice((100, 2600, 2600, 8000)))},
        {"with_metadata": {key: letter * chance.choice(lengths) for key in keys}},
        {
            "with_details": [
                {"type_url": chance.choice(types), "value_b64": _b64(b"d" * chance.choice(lengths))}
                for _ in range(chance.randint(0, 6))
            ]
        },
    ]
    start: Fields = {"code": chance.choice(CODES)["full_name"]}
    if chance.random() < 0.4:
        start = {**wire_source(chance), "grpc_status": chance.randint(1, 16)}
    return {**start, "steps": chance.sample(own, chance.randint(1, 3))}


def steps(chance: Random) -> list[Fields]:
    """Derivations, in any order and number."""
    makers: tuple[Callable[[], Fields], ...] = (
        lambda: {"with_message": text(chance)},
        lambda: {"with_metadata": metadata(chance)},
        lambda: {"add_metadata": metadata(chance)},
        lambda: {"with_cause": {"exception": _string(chance)}},
        lambda: {"with_details": [_detail(chance) for _ in range(chance.randint(0, 3))]},
    )
    return [chance.choice(makers)() for _ in range(chance.randint(1, 4))]


def _surely_an_error(given: Fields) -> bool:
    return given.get("grpc_status") != 0 and "wrap" not in given


def metadata(chance: Random) -> Fields:
    """Metadata of one's own, keys that are traps included."""
    return {chance.choice(TEXT_KEYS): text(chance) for _ in range(chance.randint(0, 4))}


def _detail(chance: Random) -> Fields:
    # Types as a program writes them: a valid text, not an ErrorInfo of its own beside ours.
    url = chance.choice(hostile.TYPES[4:9]).decode("ascii")
    return {"type_url": url, "value_b64": _b64(hostile.text(chance))}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
