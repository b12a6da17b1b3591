"""The parts of a native gRPC error: status, message and the details trailer."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable
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
        if _call(error, "is_active"):
            return None  # code() would block until the call ends
        code = _call(error, "code")
        if code is None:
            return None
        return NativeParts(
            code,
            _call(error, "details"),
            details_trailer(_call(error, "trailing_metadata")),
        )
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


def details_trailer(trailing_metadata: object) -> object:
    """The first grpc-status-details-bin of trailing metadata, None without one."""
    if isinstance(trailing_metadata, Iterable):
        for entry in trailing_metadata:
            if isinstance(entry, tuple) and len(entry) == 2 and entry[0] == DETAILS_KEY:
                found: object = entry[1]
                return found
    return None


def _call(error: object, name: str) -> object:
    """The answer of an accessor; None if it is missing or fails, because the code alone
    is worth keeping.
    """
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
