"""Builder of the bytes that vectors talk about: google.rpc.Status, Any, ErrorInfo, and broken ones.

It only writes. Nothing here reads bytes or knows what an error means, so an expected answer can
never come from the same code as the answer (wire format: protobuf.dev/programming-guides/encoding).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PREFIX = "type.googleapis.com/"
ERROR_INFO = "google.rpc.ErrorInfo"

Text = str | bytes


def varint(number: int) -> bytes:
    """The shortest varint of a number; a negative one as 64-bit two's complement.

    >>> varint(300).hex(), varint(-1).hex()
    ('ac02', 'ffffffffffffffffff01')
    """
    rest = number & (2**64 - 1)
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def raw(text: Text) -> bytes:
    """Text as it goes on the wire; bytes stay as they are (perhaps not UTF-8, on purpose)."""
    return text if isinstance(text, bytes) else text.encode("utf-8")


def delimited(field: int, payload: Text) -> bytes:
    """A length-delimited field, written even when empty."""
    data = raw(payload)
    return varint(field << 3 | 2) + varint(len(data)) + data


def optional(field: int, payload: Text) -> bytes:
    """A length-delimited field, left out when empty (proto3's implicit presence)."""
    return delimited(field, payload) if payload else b""


def any_(type_url: Text, value: bytes) -> bytes:
    """A serialized google.protobuf.Any."""
    return optional(1, type_url) + optional(2, value)


def info(reason: Text = "", domain: Text = "", metadata: Mapping[str, Text] | None = None) -> bytes:
    """A serialized google.rpc.ErrorInfo, its map sorted by key, key and value always written."""
    entries = sorted((metadata or {}).items(), key=lambda entry: raw(entry[0]))
    pairs = (delimited(3, delimited(1, key) + delimited(2, value)) for key, value in entries)
    return optional(1, reason) + optional(2, domain) + b"".join(pairs)


def status(code: int, message: Text, details: Iterable[bytes] = ()) -> bytes:
    """A serialized google.rpc.Status; each detail is a serialized Any."""
    head = varint(1 << 3) + varint(code) if code else b""
    return head + optional(2, message) + b"".join(delimited(3, detail) for detail in details)
