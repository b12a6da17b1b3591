"""The 17 gRPC status codes and their HTTP statuses: google.rpc.Code's own mapping."""

from __future__ import annotations

from typing import NamedTuple


class Status(NamedTuple):
    """A gRPC status code."""

    name: str  # NOT_FOUND
    number: int  # 5
    http: int  # 404


STATUSES: tuple[Status, ...] = (
    Status("OK", 0, 200),
    Status("CANCELLED", 1, 499),
    Status("UNKNOWN", 2, 500),
    Status("INVALID_ARGUMENT", 3, 400),
    Status("DEADLINE_EXCEEDED", 4, 504),
    Status("NOT_FOUND", 5, 404),
    Status("ALREADY_EXISTS", 6, 409),
    Status("PERMISSION_DENIED", 7, 403),
    Status("RESOURCE_EXHAUSTED", 8, 429),
    Status("FAILED_PRECONDITION", 9, 400),
    Status("ABORTED", 10, 409),
    Status("OUT_OF_RANGE", 11, 400),
    Status("UNIMPLEMENTED", 12, 501),
    Status("INTERNAL", 13, 500),
    Status("UNAVAILABLE", 14, 503),
    Status("DATA_LOSS", 15, 500),
    Status("UNAUTHENTICATED", 16, 401),
)
BY_NAME = {status.name: status for status in STATUSES}

# What a Kratos server puts on the wire for the HTTP number of `(errors.code)`; every other number travels as UNKNOWN.
BY_KRATOS_HTTP = {
    200: "OK",
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
