"""Reading errors: whatever arrives becomes an `EgoError`, and nothing that arrives can
make that fail.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import overload

import grpc.aio
from google.rpc import status_pb2  # type: ignore[import-untyped,unused-ignore]

from .chain import links, local_status
from .content import Content
from .decode import decode_info, decode_status
from .encode import INFO_TYPE, INFO_URL
from .error import EgoError
from .native import NativeParts, native_parts, native_parts_async
from .plain import read_plain
from .registry import REGISTRY, Registry
from .status import Status, to_status_code
from .text import text
from .wire import MAX_DETAILS, Detail, MalformedError, WireInfo


@overload
def from_error(error: None, *, registry: Registry = ...) -> None: ...
@overload
def from_error(error: BaseException, *, registry: Registry = ...) -> EgoError: ...
@overload
def from_error(error: object, *, registry: Registry = ...) -> EgoError | None: ...
def from_error(error: object, *, registry: Registry = REGISTRY) -> EgoError | None:
    """The error as an `EgoError`; of the class of its code if that is registered. Never
    raises (contract F).

    Takes a `grpc.RpcError`, `grpc.aio.AioRpcError`, a finished call, a
    google.rpc.Status, an `EgoError` (also of another copy of this package), any
    exception (looked for through `__cause__`, `__context__` and groups), or None. None
    comes back for None and for a call that ended well or has not ended; an exception
    always gives an error.
    """
    try:
        if isinstance(error, EgoError):
            return error
        return None if error is None else _read(error, registry)
    except Exception:
        # A class with broken accessors, `__class__` even, must not hide that there was
        # an error.
        known = issubclass(type(error), BaseException)
        return _foreign(error if known else None, Status.UNKNOWN)


def from_status(
    status: object,
    message: object = "",
    details: object = None,
    *,
    registry: Registry = REGISTRY,
) -> EgoError | None:
    """The error of a raw status: grpc-status, grpc-message and the bytes of
    grpc-status-details-bin (contract R).

    Never raises; None for status OK.
    """
    number = to_status_code(status)
    if number == Status.OK:
        return None
    if not isinstance(details, bytes):
        views = (bytearray, memoryview)
        details = bytes(details) if isinstance(details, views) else b""
    return _decode(number, text(message), details, registry)


async def from_error_async(
    call: object, *, registry: Registry = REGISTRY
) -> EgoError | None:
    """`from_error` that waits for an asyncio call (`grpc.aio.Call`) to end; None if it
    ended well.
    """
    if not isinstance(call, grpc.aio.Call):
        return from_error(call, registry=registry)
    return from_status(*await native_parts_async(call), registry=registry)


def _read(error: object, registry: Registry) -> EgoError | None:
    if not isinstance(error, BaseException):
        return _read_object(error, registry)
    if isinstance(error, grpc.RpcError):  # the usual case, without walking the chain
        found = _read_native(error, registry)
        if found is not None:
            return found
    for link in links(error):
        if isinstance(link, EgoError):
            return link
        found = _read_native(link, registry)
        if found is not None:
            return found
        status = local_status(link)
        if status is not None:
            return _foreign(error, status)
    ended_well = _is_call(error) or native_parts(error) is not None
    return None if ended_well else _foreign(error, Status.UNKNOWN)


def _read_native(link: BaseException, registry: Registry) -> EgoError | None:
    """The error of a native one, or of one of another copy; None for anything else."""
    parts = native_parts(link) or _of_another_copy(link)
    if parts is None:
        return None
    found = from_status(*parts, registry=registry)
    if found is not None:
        found.__cause__ = link
    return found


def _read_object(error: object, registry: Registry) -> EgoError | None:
    """A call or a google.rpc.Status; any other object is an error that says nothing."""
    parts = native_parts(error)
    if parts is not None:
        return from_status(*parts, registry=registry)
    if isinstance(error, status_pb2.Status):
        data = error.SerializeToString()
        return from_status(error.code, error.message, data, registry=registry)
    return None if _is_call(error) else _foreign(error, Status.UNKNOWN)


def _is_call(error: object) -> bool:
    """A call that has not ended is no error, and a sync call is an exception by its
    class.
    """
    return isinstance(error, (grpc.Call, grpc.aio.Call))


def _foreign(error: object, status: Status) -> EgoError:
    """An error without a message: the text of a foreign exception is nothing for the
    wire (contract F3).
    """
    return EgoError._of(
        Content(status, ""), error if isinstance(error, BaseException) else None
    )


def _of_another_copy(link: BaseException) -> NativeParts | None:
    """The parts of an `EgoError` of another vendored copy of this package; its class is
    not ours.
    """
    if getattr(type(link), "__ego_error__", None) is None:
        return None
    content = getattr(link, "_content", None)
    if content is None:
        return None
    return NativeParts(content.status, content.message_text, content.serialized())


def _decode(status: Status, message: str, data: bytes, registry: Registry) -> EgoError:
    if not data:
        return EgoError._of(Content(status, message))
    plain = read_plain(data)
    if plain:
        code, wire_message, value, reason, domain, metadata = plain
        details: tuple[Detail, ...] = (Detail(INFO_URL, value),)
        at, broken = 0, False
    else:
        try:
            code, wire_message, found = decode_status(data)
        except MalformedError:
            return EgoError._of(Content(status, message, raw=data, broken=True))
        details = tuple(found[:MAX_DETAILS])
        at, info, broken = _deciding_info(details)
        reason, domain, metadata = info or ("", "", {})
    entry = registry.resolve(reason, domain)
    declared = entry.code if entry else None
    content = Content(
        status,
        message or wire_message,
        reason,
        domain,
        dict(sorted(metadata.items())) if len(metadata) > 1 else metadata,
        details,
        at,
        False,
        data,
        broken,
        code != status or (declared is not None and declared.status != status),
        declared,
    )
    return (entry.kind if entry else EgoError)._of(content)


def _deciding_info(details: Iterable[Detail]) -> tuple[int, WireInfo | None, bool]:
    """(place, ErrorInfo, whether a malformed one was passed over) of the first
    well-formed ErrorInfo (contract R6).
    """
    broken = False
    for at, detail in enumerate(details):
        if detail.type_url == INFO_URL or detail.type_name == INFO_TYPE:
            try:
                return at, decode_info(detail.value), broken
            except MalformedError:
                broken = True
    return -1, None, broken
