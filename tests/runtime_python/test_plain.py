"""The quick reader of the usual form says what the tolerant reader says, or nothing."""

from __future__ import annotations

import random

import pytest
from egoerrors.plain import read_plain
from egoerrors.wire import MalformedError, read_info, read_status
from google.protobuf.any_pb2 import Any as AnyMessage

from tests.runtime_python.protobytes import info, status

USUAL = [
    status(5, "user 42 not found", info("user.v1.USER_ERR_NOT_FOUND", "user.v1", {"uid": "42"})),
    status(5, "用户 42 不存在", info("a.B", "", {})),
    status(16, "", info("", "d", {"a": "1", "b": "", "c": "3"})),
    status(9, "x" * 500, info("r" * 127, "d" * 127, {"k": "v" * 120})),
]
OTHERS = [
    b"",
    b"\x08",
    status(0, "no code", info("r", "d", {})),
    status(5, "m"),
    status(1, "m", info("", "", {})),
    status(5, "m", info("r", "d", {}), info("other", "d", {})),
    status(5, "m", AnyMessage(type_url="x/y.Z", value=b"1")),
    status(5, "m", info("r" * 128, "d", {})),
    status(5, "m", info("r", "d", {"k": "v" * 200})),
    status(5, "m", info("r", "d", {f"k{n}": "v" for n in range(65)})),
    status(5, "m" * 17_000, info("r", "d", {})),
]


def by_the_tolerant_reader(data: bytes) -> object:
    """What the reader of contract W makes of these bytes, in the form of the quick one."""
    try:
        found = read_status(data)
        [detail] = found.details
        reason, domain, metadata = read_info(detail.value)
    except (MalformedError, ValueError):
        return None
    return found.code, found.message, detail.value, reason, domain, metadata


@pytest.mark.parametrize("data", USUAL)
def test_the_usual_form_is_read_at_once(data: bytes) -> None:
    assert read_plain(data) == by_the_tolerant_reader(data) is not None


@pytest.mark.parametrize("data", OTHERS)
def test_other_forms_are_left_to_the_other_readers(data: bytes) -> None:
    assert read_plain(data) is None


@pytest.mark.parametrize("seed", range(20))
def test_what_it_reads_is_what_the_tolerant_reader_reads(seed: int) -> None:
    chosen = random.Random(seed)
    taken = 0
    for _ in range(2_000):
        data = bytearray(chosen.choice([*USUAL, *OTHERS]))
        for _ in range(chosen.randrange(3)):
            if data:
                at = chosen.randrange(len(data))
                piece = chosen.choice(
                    [b"", b"\x00", b"\x80", b"\x1a", bytes([chosen.randrange(256)])]
                )
                data[at : at + chosen.randrange(2)] = piece
        read = read_plain(bytes(data))
        if read is not None:
            taken += 1
            assert read == by_the_tolerant_reader(bytes(data)), bytes(data)
    assert taken > 100
