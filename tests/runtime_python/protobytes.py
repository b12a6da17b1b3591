"""Bytes of google.rpc messages for the tests, written by protobuf and by hand."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]

PREFIX = "type.googleapis.com/"


def info(reason: str = "", domain: str = "", metadata: Mapping[str, str] | None = None) -> Message:
    """google.rpc.ErrorInfo."""
    message: Message = error_details_pb2.ErrorInfo(
        reason=reason, domain=domain, metadata=metadata or {}
    )
    return message


def status(code: int, message: str, *details: Message) -> bytes:
    """google.rpc.Status with packed details, deterministic."""
    packed = []
    for detail in details:
        if isinstance(detail, AnyMessage):
            packed.append(detail)
        else:
            packed.append(
                AnyMessage(
                    type_url=PREFIX + detail.DESCRIPTOR.full_name,
                    value=detail.SerializeToString(deterministic=True),
                )
            )
    data: bytes = status_pb2.Status(code=code, message=message, details=packed).SerializeToString()
    return data


def parsed(data: bytes) -> status_pb2.Status:
    """A Status as protobuf reads it."""
    return status_pb2.Status.FromString(data)


def parsed_info(data: bytes) -> error_details_pb2.ErrorInfo:
    """The first detail of a Status, which must be an ErrorInfo."""
    detail = parsed(data).details[0]
    assert detail.type_url == PREFIX + "google.rpc.ErrorInfo"
    return error_details_pb2.ErrorInfo.FromString(detail.value)


def field(number: int, value: bytes | int) -> bytes:
    """One field, by hand."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    """A number of at most 64 bits."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
