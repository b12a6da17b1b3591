"""The reader of contract W: against protobuf where that must agree, and by hand where it must not."""

from __future__ import annotations

import pytest
from egoerrors.decode import decode_info, decode_status
from egoerrors.encode import detail_length, encode_info, encode_status, entry_length
from egoerrors.wire import Detail, MalformedError, WireInfo, WireStatus, read_info, read_status
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime_python.protobytes import field, info, status

quick = settings(settings.get_profile("light"))


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",  # field number 0
        b"\x80\x80\x80\x80\x10\x00",  # a tag of 2^32
        b"\x0b\x0c",  # group
        b"\x0c",
        b"\x0e",
        b"\x0f",
        b"\x09\x00",  # eight bytes
        b"\x0d\x00\x00\x00",
        b"\x12\x02a",
        b"\x08\x80",
        b"\x08" + b"\x80" * 9 + b"\x02",
        b"\x08" + b"\x80" * 10 + b"\x01",
        b"\x1a\x02\x0a\x05",
        b"\x1a\x02\x0b\x0c",
    ],
)
def test_malformed(data: bytes) -> None:
    for read in (read_status, decode_status):
        with pytest.raises(MalformedError):
            read(data)
    for read_one in (read_info, decode_info):
        with pytest.raises(MalformedError):
            read_one(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", WireStatus(0, "", [])),
        (b"\x08\x05\x08\x06", WireStatus(6, "", [])),
        (b"\x08\x85\x80\x00", WireStatus(5, "", [])),
        (b"\x88\x80\x00\x05", WireStatus(5, "", [])),
        (b"\x88\x80\x80\x80\x80\x80\x00\x05", WireStatus(5, "", [])),  # more bytes than a tag needs
        (b"\x08" + b"\xff" * 9 + b"\x01", WireStatus(-1, "", [])),
        (b"\x08\x85\x80\x80\x80\x10", WireStatus(5, "", [])),  # 2^32 + 5
        (b"\x0a\x01a\x10\x01\x18\x01", WireStatus(0, "", [])),  # other wire types
        (b"\x09" + b"1" * 8 + b"\x0d" + b"1" * 4, WireStatus(0, "", [])),
        (b"\x12\x01\xff", WireStatus(0, "\ufffd", [])),
        (b"\x12\x02a\xff\x12\x01b", WireStatus(0, "b", [])),
        (field(3, b""), WireStatus(0, "", [Detail("", b"")])),
        (
            field(3, field(1, b"a") + field(1, b"b") + field(7, 7)),
            WireStatus(0, "", [Detail("b", b"")]),
        ),
    ],
)
def test_status(data: bytes, expected: WireStatus) -> None:
    assert read_status(data) == decode_status(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", WireInfo("", "", {})),
        (field(3, b""), WireInfo("", "", {"": ""})),
        (field(3, field(2, b"v")), WireInfo("", "", {"": "v"})),
        (field(3, field(2, b"v") + field(1, b"k") + field(9, 1)), WireInfo("", "", {"k": "v"})),
        (field(3, 5), WireInfo("", "", {})),
        (field(3, field(1, b"k")) * 2, WireInfo("", "", {"k": ""})),
    ],
)
def test_info(data: bytes, expected: WireInfo) -> None:
    assert read_info(data) == decode_info(data) == expected


texts = st.text(max_size=6)
statuses = st.builds(
    lambda code, message, details: encode_status(
        code, message, [Detail(*detail) for detail in details]
    ),
    st.integers(0, 20),
    texts,
    st.lists(st.tuples(texts, st.binary(max_size=6)), max_size=3),
)
infos = st.builds(encode_info, texts, texts, st.dictionaries(texts, texts, max_size=3))


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """Good bytes with a few of them changed, cut, doubled, or with fields of other messages in them."""
    data = bytearray(draw(whole))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            del data[at:]
        elif kind == 1 and at < len(data):
            data[at] = draw(st.integers(0, 255))
        elif kind == 2:
            data[at:at] = draw(
                st.sampled_from([b"\x0b\x0c", b"\x10\x01", b"\x18\x80\x00", b"\x1a\x00", b"\xff"])
            )
        elif kind == 3:
            data += draw(whole)
        else:
            del data[at : at + 1]
    return bytes(data)


@quick
@given(st.one_of(damaged(statuses), st.binary(max_size=24)))
def test_both_status_readers_agree_on_any_bytes(data: bytes) -> None:
    assert outcome(decode_status, data) == outcome(read_status, data)


@quick
@given(st.one_of(damaged(infos), st.binary(max_size=24)))
def test_both_info_readers_agree_on_any_bytes(data: bytes) -> None:
    assert outcome(decode_info, data) == outcome(read_info, data)


def outcome(read: object, data: bytes) -> object:
    try:
        return read(data)  # type: ignore[operator]
    except MalformedError:
        return "malformed"


@quick
@given(texts, texts, st.dictionaries(texts, texts, max_size=4), st.integers(0, 20))
def test_written_bytes_are_protobufs_own(
    reason: str, domain: str, metadata: dict[str, str], code: int
) -> None:
    value = encode_info(reason, domain, metadata)
    message = info(reason, domain, metadata)
    assert error_details_pb2.ErrorInfo.FromString(value) == message
    if len(metadata) < 2:  # protobuf promises no order of its own
        assert value == message.SerializeToString()
    data = encode_status(code, domain, [Detail("type.googleapis.com/google.rpc.ErrorInfo", value)])
    assert len(data) == len(status(code, domain, message))
    assert status_pb2.Status.FromString(data).code == code


@quick
@given(texts, st.binary(max_size=300), texts)
def test_lengths_are_known_without_writing(url: str, value: bytes, text: str) -> None:
    assert detail_length(url, len(value)) == len(encode_status(0, "", [Detail(url, value)]))
    assert entry_length(url, text) == len(encode_info("", "", {url: text}))
