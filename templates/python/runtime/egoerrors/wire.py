"""A tolerant reader of google.rpc.Status (contract W): malformed bytes are found,
broken text is repaired.

protobuf's own parser refuses a Status for one byte that is not UTF-8; then code, reason
and metadata would be lost for the sake of a message. `protobuf` libraries also disagree
on groups and long varints, and five languages must not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class MalformedError(ValueError):
    """The bytes are not a protobuf message."""


class Detail(NamedTuple):
    """One google.protobuf.Any of Status.details."""

    type_url: str
    value: bytes

    @property
    def type_name(self) -> str:
        """The text after the last `/` of type_url: `google.rpc.RetryInfo`."""
        return self.type_url.rpartition("/")[2]


class WireStatus(NamedTuple):
    """A decoded google.rpc.Status, with all its details."""

    code: int
    message: str
    details: list[Detail]


class WireInfo(NamedTuple):
    """A decoded google.rpc.ErrorInfo; metadata in the order of the wire, at most
    MAX_METADATA keys.
    """

    reason: str
    domain: str
    metadata: dict[str, str]


MAX_DETAILS = 64
MAX_METADATA = 64


def read_status(data: bytes) -> WireStatus:
    """Decodes google.rpc.Status; MalformedError if it or an Any in it is malformed."""
    code, message, details = 0, b"", []
    for number, value in _fields(data):
        if number == 1 and isinstance(value, int):
            code = (value & 0xFFFFFFFF) - ((value & 0x80000000) << 1)
        elif number == 2 and isinstance(value, bytes):
            message = value
        elif number == 3 and isinstance(value, bytes):
            type_url, content = _pair(value)
            details.append(Detail(type_url.decode("utf-8", "replace"), content))
    return WireStatus(code, message.decode("utf-8", "replace"), details)


def read_info(data: bytes) -> WireInfo:
    """Decodes google.rpc.ErrorInfo; MalformedError if that or a metadata entry is
    malformed.
    """
    reason, domain, metadata = b"", b"", dict[str, str]()
    for number, value in _fields(data):
        if not isinstance(value, bytes):
            continue
        if number == 1:
            reason = value
        elif number == 2:
            domain = value
        elif number == 3:
            raw_key, raw_text = _pair(value)
            key = raw_key.decode("utf-8", "replace")
            if key in metadata or len(metadata) < MAX_METADATA:
                metadata[key] = raw_text.decode("utf-8", "replace")
    return WireInfo(
        reason.decode("utf-8", "replace"), domain.decode("utf-8", "replace"), metadata
    )


def _pair(data: bytes) -> tuple[bytes, bytes]:
    """The fields 1 and 2 of an Any or a map entry."""
    first, second = b"", b""
    for number, value in _fields(data):
        if isinstance(value, bytes):
            if number == 1:
                first = value
            elif number == 2:
                second = value
    return first, second


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes | None]]:
    """(field number, value) of each field: int for a varint, bytes for a length, None
    for fixed-width ones.
    """
    at, end = 0, len(data)
    while at < end:
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if tag > 0xFFFFFFFF or number == 0:
            raise MalformedError("field number")
        if kind == 2:
            length, at = _varint(data, at)
            if length > end - at:
                raise MalformedError("length")
            yield number, data[at : at + length]
            at += length
        elif kind == 0:
            value, at = _varint(data, at)
            yield number, value
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
            if at > end:
                raise MalformedError("fixed width")
            yield number, None
        else:
            raise MalformedError("wire type")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The varint at a position, and the position behind it."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise MalformedError("truncated")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value > 0xFFFFFFFFFFFFFFFF:
                break
            return value, at
    raise MalformedError("varint")
