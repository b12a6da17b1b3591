"""Trimming: contract section B."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from egoerrors import EgoError, ErrorCode, from_status, to_status
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import error_details_pb2  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime_python.protobytes import info, parsed, parsed_info, status

BUDGET = 7168
CODE = ErrorCode("order.v1.ORDER_ERR_PAY_FAILED", 9, domain="order.v1", message="payment failed")


def size(message: str, data: bytes | None) -> int:
    """The budget's measure, by other means than the runtime's."""
    unreserved = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")
    return len(quote(message, safe=unreserved)) + len(base64.b64encode(data or b""))


def sent(error: EgoError) -> tuple[str, bytes]:
    found = to_status(error)
    assert found.details_bytes is not None
    return found.details, found.details_bytes


def kinds(data: bytes) -> list[str]:
    return [detail.type_url.rpartition("/")[2] for detail in parsed(data).details]


def marked(data: bytes) -> bool:  # whether something was dropped
    return "ego-truncated" in parsed_info(data).metadata


def padded(length: int) -> EgoError:
    """An error whose only metadata value has this length."""
    return EgoError.from_code(CODE, "of sixteen bytes", {"k": "v" * length})


def test_an_error_of_exactly_the_budget_is_left_alone() -> None:
    lengths = [length for length in range(5000, 5300) if size(*sent(padded(length))) == BUDGET]
    whole = [length for length in range(5000, 5300) if not marked(sent(padded(length))[1])]
    assert lengths and whole == list(range(5000, lengths[-1] + 1))
    over = parsed_info(sent(padded(lengths[-1] + 1))[1])
    assert dict(over.metadata) == {"ego-truncated": "1"}


def test_the_order_of_dropping() -> None:
    blob = "x" * 1200
    details = [
        error_details_pb2.RetryInfo(),
        error_details_pb2.LocalizedMessage(locale="de", message=blob),
        error_details_pb2.DebugInfo(detail=blob),
        error_details_pb2.Help(links=[error_details_pb2.Help.Link(description=blob)]),
        AnyMessage(type_url="x/of.mine", value=b"y" * 1200),
        error_details_pb2.DebugInfo(detail="second" + blob),
    ]
    names = ["RetryInfo", "LocalizedMessage", "DebugInfo", "Help", "mine", "DebugInfo"]
    all_kinds = [f"google.rpc.{name}" if name != "mine" else "of.mine" for name in names]
    dropped = [[], [5], [5, 2], [5, 2, 3], [5, 2, 3, 1], [5, 2, 3, 1, 4], [5, 2, 3, 1, 4, 0]]
    seen: list[list[int]] = []
    for filler in range(0, 5600, 50):
        error = EgoError.from_code(CODE, metadata={"k": "v" * filler}).with_details(*details)
        _, data = sent(error)
        left = kinds(data)[1:]
        gone = next(
            places
            for places in dropped
            if [kind for at, kind in enumerate(all_kinds) if at not in places] == left
        )
        if not seen or seen[-1] != gone:
            seen.append(gone)
        assert marked(data) == bool(gone)
        assert size("payment failed", data) <= BUDGET
    assert seen[0] == [5] and seen == [places for places in dropped if places in seen]
    assert [5, 2, 3, 1] in seen


def test_longest_metadata_values_go_first_and_the_last_key_among_equals() -> None:
    metadata = {"a": "é" * 900, "b": "x" * 1801, "c": "x" * 1800, "d": "x" * 1800, "e": "short"}
    _, data = sent(EgoError.from_code(CODE, metadata=dict(metadata)))
    kept = {key: metadata[key] for key in "ace"}
    assert dict(parsed_info(data).metadata) == {**kept, "ego-truncated": "1"}
    assert size("payment failed", data) <= BUDGET


def test_the_end_of_the_message_goes_last_and_on_a_character_boundary() -> None:
    error = EgoError.from_code(CODE, "😀" * 2000, {"uid": "42"})
    message, data = sent(error)
    assert message and set(message) == {"😀"}
    assert parsed(data).message == message
    assert dict(parsed_info(data).metadata) == {"ego-truncated": "1"}
    assert size(message, data) <= BUDGET
    assert BUDGET - size(message, data) < 12 + 8, "one more character would not have fitted"
    assert error.message == "😀" * 2000 and dict(error.metadata) == {"uid": "42"}


def test_code_reason_and_domain_stay_even_above_the_budget() -> None:
    error = EgoError.of(
        5, "m" * 100, reason="r." + "R" * 9000, domain="d" * 500, metadata={"k": "v"}
    )
    message, data = sent(error)
    assert message == "" and parsed(data).code == 5
    found = parsed_info(data)
    assert (len(found.reason), len(found.domain), dict(found.metadata)) == (
        9002,
        500,
        {"ego-truncated": "1"},
    )


def test_an_error_without_error_info_gets_one_for_the_mark() -> None:
    message, data = sent(EgoError.of(5, "m" * 8000))
    found = parsed_info(data)
    assert (found.reason, found.domain, dict(found.metadata)) == ("", "", {"ego-truncated": "1"})
    back = from_status(5, message, data)
    assert back is not None and back.truncated and back.reason == ""
    assert size(message, data) <= BUDGET


def test_a_hop_of_too_much_is_trimmed_in_place() -> None:
    value = info("a.B", "d", {"k": "v"}).SerializeToString()
    theirs = AnyMessage(type_url="other.host/google.rpc.ErrorInfo", value=value)
    odd = AnyMessage(type_url="x/of.mine", value=b"1")
    help_ = error_details_pb2.DebugInfo(detail="x" * 9000)
    read = from_status(5, "m", status(5, "m", odd, theirs, help_))
    assert read is not None
    _, data = sent(read)
    assert kinds(data) == ["of.mine", "google.rpc.ErrorInfo"]
    assert parsed(data).details[1].type_url == "other.host/google.rpc.ErrorInfo"
    kept = error_details_pb2.ErrorInfo.FromString(parsed(data).details[1].value)
    assert dict(kept.metadata) == {"k": "v", "ego-truncated": "1"}
    broken = from_status(5, "m", b"\xff" * 9000)
    assert broken is not None
    assert dict(parsed_info(sent(broken)[1]).metadata) == {"ego-truncated": "1"}


@settings(settings.get_profile("errors"), max_examples=150)
@given(
    message=st.text(max_size=60).map(lambda text: text * 60),
    metadata=st.dictionaries(
        st.text(max_size=5), st.text(max_size=40).map(lambda text: text * 30), max_size=8
    ),
    details=st.lists(
        st.sampled_from(["DebugInfo", "Help", "LocalizedMessage", "RetryInfo", "X"]), max_size=5
    ),
)
def test_it_always_fits_and_reads_back(
    message: str, metadata: dict[str, str], details: list[str]
) -> None:
    packed = [AnyMessage(type_url=f"t/google.rpc.{kind}", value=b"z" * 900) for kind in details]
    error = EgoError.from_code(CODE, message, dict(metadata)).with_details(*packed)
    text, data = sent(error)
    assert size(text, data) <= BUDGET
    assert message.startswith(text)
    back = from_status(9, text, data)
    assert back is not None
    assert (back.status, back.reason, back.domain) == (error.status, error.reason, error.domain)
    assert not back.details_broken
    if not back.truncated:
        assert (back.message, dict(back.metadata)) == (message, metadata)
    elif text != message:
        assert dict(back.metadata) == {"ego-truncated": "1"} and not back.details


@pytest.mark.parametrize("count", [2000, 20_000])
def test_trimming_many_entries_is_quick(count: int) -> None:
    error = EgoError.from_code(CODE, metadata={f"key{n}": "v" for n in range(count)})
    _, data = sent(error)
    kept = parsed_info(data).metadata
    assert kept["ego-truncated"] == "1" and 300 < len(kept) < 700
    assert size("payment failed", data) <= BUDGET
