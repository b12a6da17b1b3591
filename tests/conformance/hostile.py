"""Hostile requests: a seeded, endless supply of inputs that no runtime may fail on.

The same seed gives the same lines on any machine (random.Random is specified to).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.conformance.hostile_codes import CODES, definitions
from tests.conformance.hostile_sources import metadata, source, steps, wire_source
from tests.conformance.invariants import judge
from tests.conformance.suite import line_of

__all__ = ["CODES", "judge", "lines"]

LOCALES = (
    None, "", "cn", "CN", "zh-CN", "zh_cn", "zh-Hans-CN", "zh", "en-US", "EN", "de-x-ego-y", "de-x",
    "-", "--", "xx", "ZH-cn", "zh-HANS-Zz",
)  # fmt: skip
MALFORMED = (
    b"", b" ", b"[]", b"42", b'"x"', b"null", b"{", b"{]", b"garbage", b'{"op"', b"}{", b"\xff\xfe",
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
            "metadata": metadata(chance),
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
