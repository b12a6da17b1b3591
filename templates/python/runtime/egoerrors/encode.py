"""The canonical bytes of google.rpc.Status (contract X1, X2), and their lengths without
writing them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .wire import Detail

INFO_TYPE = "google.rpc.ErrorInfo"
INFO_URL = "type.googleapis.com/google.rpc.ErrorInfo"


def encode_status(code: int, message: str, details: Iterable[Detail]) -> bytes:
    """google.rpc.Status with the details in the order given."""
    out = [b"\x08" + varint(code)] if code else []
    out.append(_field(b"\x12", message.encode()))
    for detail in details:
        any_ = _field(b"\x0a", detail.type_url.encode()) + _field(b"\x12", detail.value)
        out.append(b"\x1a" + varint(len(any_)) + any_)
    return b"".join(out)


def encode_info(reason: str, domain: str, metadata: Mapping[str, str]) -> bytes:
    """google.rpc.ErrorInfo; entries sorted by key, each with key and value even if
    these are empty.
    """
    out = [_field(b"\x0a", reason.encode()), _field(b"\x12", domain.encode())]
    for key in sorted(
        metadata
    ):  # str order is code point order, which is the order of the UTF-8 bytes
        raw_key, raw_value = key.encode(), metadata[key].encode()
        entry = (
            b"\x0a"
            + varint(len(raw_key))
            + raw_key
            + b"\x12"
            + varint(len(raw_value))
            + raw_value
        )
        out.append(b"\x1a" + varint(len(entry)) + entry)
    return b"".join(out)


def detail_length(type_url: str, value_length: int) -> int:
    """Bytes that a detail takes in the Status."""
    return field_length(
        field_length(len(type_url.encode()), skip=True)
        + field_length(value_length, skip=True)
    )


def entry_length(key: str, value: str) -> int:
    """Bytes that a metadata entry takes in the ErrorInfo."""
    return field_length(
        field_length(len(key.encode())) + field_length(len(value.encode()))
    )


def field_length(length: int, *, skip: bool = False) -> int:
    """Bytes of a field with a one-byte tag and this many bytes in it; 0 if it is empty
    and then left out.
    """
    if skip and not length:
        return 0
    return 1 + max(1, (length.bit_length() + 6) // 7) + length


def base64_length(length: int) -> int:
    """Length of the padded base64 of this many bytes."""
    return (length + 2) // 3 * 4


def varint(value: int) -> bytes:
    """The shortest encoding of a number that is not negative."""
    if value < 0x80:
        return bytes((value,))
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(tag: bytes, value: bytes) -> bytes:
    return tag + varint(len(value)) + value if value else b""
