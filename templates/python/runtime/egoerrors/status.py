"""The gRPC status codes and their HTTP statuses (google.rpc.Code)."""

from __future__ import annotations

from enum import IntEnum

import grpc


class Status(IntEnum):
    """A gRPC status code; `OK` is listed for completeness, it is never the status of an
    error.
    """

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16

    @property
    def http(self) -> int:
        """The HTTP status that google.rpc.Code names for it (404 for NOT_FOUND)."""
        return _HTTP[self]


_HTTP = (
    200,
    499,
    500,
    400,
    504,
    404,
    409,
    403,
    429,
    400,
    409,
    400,
    501,
    500,
    503,
    500,
    401,
)
_BY_NUMBER = {int(status): status for status in Status}


def to_status_code(value: object) -> Status:
    """A `Status` from a number or a `grpc.StatusCode`; anything else is UNKNOWN
    (contract V2).

    >>> to_status_code(5), to_status_code(99), to_status_code("junk")
    (<Status.NOT_FOUND: 5>, <Status.UNKNOWN: 2>, <Status.UNKNOWN: 2>)
    """
    if isinstance(value, grpc.StatusCode):
        return _BY_NUMBER[value.value[0]]
    if isinstance(value, int):
        return _BY_NUMBER.get(value, Status.UNKNOWN)
    return Status.UNKNOWN
