"""Hostile requests: a seeded, endless supply of inputs that no runtime may fail on.

The same seed gives the same lines on any machine (random.Random is specified to).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.conformance import hostile_bytes as hostile
from tests.conformance.invariants import judge
from tests.conformance.suite import line_of

__all__ = ["CODES", "judge", "lines"]

# Both identities, an ambiguous value name, a package-less code, all that lookup can trip over.
CODES: tuple[dict[str, Any], ...] = (
    {
        "full_name": "user.v1.USER_ERR_NOT_FOUND",
        "domain": "user.v1",
        "status": "NOT_FOUND",
        "message": "user {uid} not found",
        "i18n": {"zh-CN": "找不到用户 {uid}", "en": "no user {uid}{", "de-x-ego": "{uid} fehlt"},
        "parameters": ["uid"],
    },
    {
        "full_name": "order.v1.PAY_FAILED",
        "reason": "PAY_FAILED",
        "domain": "shop.example.com",
        "status": "INTERNAL",
        "i18n": {"cn": "下单失败", "zh": "{{uid}}"},
    },
    {"full_name": "BARE", "status": "ABORTED", "message": "{a{uid}b} {} {0}"},
    {"full_name": "a.M.TWICE", "domain": "a", "status": "NOT_FOUND", "message": "m"},
    {"full_name": "a.N.TWICE", "domain": "a", "status": "NOT_FOUND", "message": "n"},
    {"full_name": "a.O.TWICE", "reason": "TWICE", "domain": "a", "status": "UNKNOWN"},
)
LOCALES = (
    None, "", "cn", "CN", "zh-CN", "zh_cn", "zh-Hans-CN", "zh", "en-US", "EN", "de-x-ego-y", "de-x",
    "-", "--", "xx", "ZH-cn", "zh-HANS-Zz",
)  # fmt: skip
MALFORMED = (
    b"", b" ", b"[]", b"42", b'"x"', b"null", b"{", b"{]", b"garbage", b'{"op"', b"}{", b"\xff\xfe",
)  # fmt: skip
TEXT_KEYS = (
    "uid", "0", "", "__proto__", "用户", "😀", "\uffff", "ego-truncated", "a b", "{", "uid}",
)  # fmt: skip

Fields = dict[str, Any]


def lines(seed: int, count: int) -> Iterator[bytes]:
    """`count` request lines, without newline."""
    chance = Random(seed)
    ops, weights = zip(*((op, weight) for op, (_, weight) in OPERATIONS.items()), strict=True)
    for number in range(count):
        if chance.random() < 0.01:
            yield chance.choice(MALFORMED)
            continue
        (op,) = chance.choices(ops, weights)
        fields = OPERATIONS[op][0](chance)
        yield line_of({"id": number, "op": op, "codes": CODES, **fields})


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


def definitions(chance: Random) -> Fields:
    """Codes to register: some twice, some changed, some that no runtime may accept."""
    given = [dict(code) for code in chance.choices(CODES, k=chance.randint(0, 6))]
    for code in given:
        if chance.random() < 0.2:
            name = chance.choice(("full_name", "reason", "domain", "status", "message"))
            code[name] = chance.choice(
                ("", "a", "TWICE", "a.O.TWICE", "OK", "NOT_FOUND", "ABORTED")
            )
        if not code.get("reason"):  # README: left out, never empty
            code.pop("reason", None)
    return {"codes": given}


def steps(chance: Random) -> list[Fields]:
    """Derivations, in any order and number."""
    makers: tuple[Callable[[], Fields], ...] = (
        lambda: {"with_message": text(chance)},
        lambda: {"with_metadata": _metadata(chance)},
        lambda: {"add_metadata": _metadata(chance)},
        lambda: {"with_cause": {"exception": _string(chance)}},
        lambda: {"with_details": [_detail(chance) for _ in range(chance.randint(0, 3))]},
    )
    return [chance.choice(makers)() for _ in range(chance.randint(1, 4))]


def _surely_an_error(given: Fields) -> bool:
    return given.get("grpc_status") != 0 and "wrap" not in given


def _metadata(chance: Random) -> Fields:
    return {chance.choice(TEXT_KEYS): text(chance) for _ in range(chance.randint(0, 4))}


def _detail(chance: Random) -> Fields:
    # Types as a program writes them: a valid text, not an ErrorInfo of its own beside ours.
    url = chance.choice(hostile.TYPES[4:9]).decode("ascii")
    return {"type_url": url, "value_b64": _b64(hostile.text(chance))}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _source_field(chance: Random) -> Fields:
    return {"source": source(chance)}


OPERATIONS: dict[str, tuple[Callable[[Random], Fields], float]] = {
    "from_error": (lambda chance: wire_source(chance), 55),
    "register": (definitions, 5),
    "to_status": (_source_field, 10),
    "hop": (lambda chance: {"source": source(chance), "times": chance.randint(1, 3)}, 8),
    "display": (lambda chance: {"source": source(chance), "locale": chance.choice(LOCALES)}, 6),
    "http_body": (lambda chance: {"source": source(chance), "locale": chance.choice(LOCALES)}, 4),
    "chain": (_source_field, 3),
    "match": (
        lambda chance: {
            "source": source(chance),
            "target": chance.choice([None, *(code["full_name"] for code in CODES)]),
        },
        4,
    ),
    "i18n": (
        lambda chance: {
            "code": chance.choice(CODES)["full_name"],
            "locale": chance.choice(LOCALES),
            "metadata": _metadata(chance),
        },
        4,
    ),
    "derive": (
        lambda chance: {
            "source": {"code": chance.choice(CODES)["full_name"]}
            if chance.random() < 0.5
            else {**wire_source(chance), "grpc_status": chance.randint(1, 16)},
            "steps": steps(chance),
        },
        6,
    ),
}
