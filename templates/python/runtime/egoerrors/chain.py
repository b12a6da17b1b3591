"""The chain of an exception: what it was raised from, from the outside in (contract F2,
F3).
"""

from __future__ import annotations

import asyncio
import builtins
import concurrent.futures
from collections.abc import Iterator

import grpc

from .status import Status

MAX_LINKS = 128

_GROUP: type[BaseException] | None = getattr(
    builtins, "BaseExceptionGroup", None
)  # Python 3.11
_DEADLINES = (
    TimeoutError,
    asyncio.TimeoutError,
    concurrent.futures.TimeoutError,
    grpc.FutureTimeoutError,
)
_CANCELLATIONS = (
    asyncio.CancelledError,
    concurrent.futures.CancelledError,
    grpc.FutureCancelledError,
)


def links(error: BaseException) -> Iterator[BaseException]:
    """The error, then what is behind it: members of a group before its cause,
    `__cause__` before `__context__`.
    """
    seen: set[int] = set()
    waiting = [error]
    while waiting and len(seen) < MAX_LINKS:
        link = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        behind = link.__cause__
        if behind is None and not link.__suppress_context__:
            behind = link.__context__
        if behind is not None:
            waiting.append(behind)
        if _GROUP is not None and isinstance(link, _GROUP):
            waiting.extend(reversed(link.exceptions))  # type: ignore[attr-defined]


def local_status(error: BaseException) -> Status | None:
    """DEADLINE_EXCEEDED for a timeout, CANCELLED for a cancellation, None for
    everything else.
    """
    if isinstance(error, _DEADLINES):
        return Status.DEADLINE_EXCEEDED
    if isinstance(error, _CANCELLATIONS):
        return Status.CANCELLED
    return None
