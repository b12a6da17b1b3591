"""Sending errors: as a `grpc.Status`, and through a servicer context."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import grpc
import grpc.aio

from .budget import fit
from .error import EgoError
from .native import DETAILS_KEY
from .reading import from_error
from .status import Status

_GRPC_CODES = {code.value[0]: code for code in grpc.StatusCode}


class ErrorStatus(grpc.Status):
    """What `context.abort_with_status` takes: code, message and trailing metadata,
    within the budget (contract B).
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        details: str,
        trailing_metadata: tuple[tuple[str, str | bytes], ...],
    ) -> None:
        self.code = code
        self.details = details
        self.trailing_metadata = trailing_metadata

    @property
    def details_bytes(self) -> bytes | None:
        """The serialized google.rpc.Status, None when there are no details to send."""
        for key, value in self.trailing_metadata:
            if key == DETAILS_KEY and isinstance(value, bytes):
                return value
        return None


def to_status(error: object) -> ErrorStatus:
    """The status that an error travels with; anything that `from_error` reads is taken.

    An error that was read and not changed since sends the very bytes that it came with.
    Raises ValueError for None and for a call that ended well: these are no errors.
    """
    found = from_error(error)
    if found is None:
        raise ValueError("no error, no status: from_error gave None")
    message, details = fit(found._content)
    trailers = () if details is None else ((DETAILS_KEY, details),)
    return ErrorStatus(_GRPC_CODES[int(found.status)], message, trailers)


def abort(context: grpc.ServicerContext, error: object) -> NoReturn:
    """Ends the call with the error; raises, as `context.abort` does. Trailing metadata
    set before is kept.
    """
    status = _sendable(error)
    trailers = _merged(context, status)
    sync: Any = context
    if hasattr(context, "abort_with_status"):
        sync.abort_with_status(ErrorStatus(status.code, status.details, trailers))
    else:  # the context of a synchronous handler in an asyncio server
        sync.abort(status.code, status.details, trailers)
    raise AssertionError("abort returned")


async def abort_async(
    context: grpc.aio.ServicerContext[Any, Any], error: object
) -> NoReturn:
    """Ends an asyncio call with the error; raises, as `context.abort` does. Trailing
    metadata set before is kept.
    """
    status = _sendable(error)
    await context.abort(status.code, status.details, _merged(context, status))
    raise AssertionError("abort returned")


def finish(context: Any, error: object) -> None:
    """Stores the error in the context of a handler that is about to return."""
    status = _sendable(error)
    context.set_trailing_metadata(_merged(context, status))
    context.set_details(status.details)
    context.set_code(status.code)


def _sendable(error: object) -> ErrorStatus:
    """Aborting with something that is no error is a bug of the caller; the peer must
    see a failed call all the same.
    """
    found = from_error(error)
    return to_status(EgoError.of(Status.UNKNOWN) if found is None else found)


def _merged(
    context: object, status: ErrorStatus
) -> tuple[tuple[str, str | bytes], ...]:
    """The context's own trailing metadata, then ours; an older details trailer would be
    read before ours.
    """
    accessor = getattr(context, "trailing_metadata", None)
    try:
        present = accessor() if accessor else None
    except NotImplementedError:  # the default of grpc.ServicerContext
        present = None
    own = present if isinstance(present, Iterable) else ()
    return (
        *((key, value) for key, value in own if key != DETAILS_KEY),
        *status.trailing_metadata,
    )
