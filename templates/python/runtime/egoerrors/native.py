"""The parts of a native gRPC error: status, message and the details trailer."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, NamedTuple

import grpc
import grpc.aio

DETAILS_KEY = "grpc-status-details-bin"


class NativeParts(NamedTuple):
    """What a call ended with; `status` is a `grpc.StatusCode`, or whatever the object
    gave.
    """

    status: object
    message: object
    details: object


def native_parts(error: object) -> NativeParts | None:
    """The parts of a `grpc.RpcError` or a finished call, sync or async; None if it is
    neither or has no code yet.
    """
    if isinstance(error, (grpc.RpcError, grpc.Call)):
        active = getattr(error, "is_active", None)
        # What a blocking call raises only inherits the method, which then raises too.
        inherited = getattr(active, "__func__", None) is grpc.Call.is_active
        if active is not None and not inherited and _call(error, "is_active"):
            return None  # code() would block until the call ends
        try:
            # Each accessor is called by name: this is on the way of every failed call.
            native: Any = error
            code, message = native.code(), native.details()
            return NativeParts(
                code, message, details_trailer(native.trailing_metadata())
            )
        except Exception:
            return _what_is_left(error)
    if isinstance(error, grpc.aio.Call) and error.done():
        return NativeParts(
            _run(error.code()),
            _run(error.details()),
            details_trailer(_run(error.trailing_metadata())),
        )
    return None


async def native_parts_async(call: grpc.aio.Call) -> NativeParts:
    """The parts of an asyncio call; waits until it has ended."""
    return NativeParts(
        await call.code(),
        await call.details(),
        details_trailer(await call.trailing_metadata()),
    )


def details_trailer(trailing_metadata: Any) -> object:
    """The first grpc-status-details-bin of trailing metadata, None without one."""
    if trailing_metadata is None:
        return None
    try:
        for entry in trailing_metadata:
            if entry[0] == DETAILS_KEY:
                found: object = entry[1]
                return found
    except (TypeError, LookupError):  # no metadata, but what a proxy or a double gives
        return None
    return None


def _what_is_left(error: object) -> NativeParts | None:
    """The parts of an error with broken accessors; the code alone is worth keeping."""
    code = _call(error, "code")
    if code is None:
        return None
    trailers = details_trailer(_call(error, "trailing_metadata"))
    return NativeParts(code, _call(error, "details"), trailers)


def _call(error: object, name: str) -> object:
    """The answer of an accessor; None if it is missing or fails."""
    try:
        answer: object = getattr(error, name)()
    except Exception:
        return None
    return answer


def _run(coroutine: Coroutine[Any, Any, object]) -> object:
    """The result of a coroutine that has nothing to wait for, as those of a finished
    call.
    """
    try:
        coroutine.send(None)
    except StopIteration as stop:
        value: object = stop.value
        return value
    coroutine.close()
    return None
