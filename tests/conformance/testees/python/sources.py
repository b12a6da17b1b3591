"""Sources: the errors that a request is about, built as a program would meet them."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import grpc
import grpc.aio
from egoerrors import Detail, EgoError, Registry, from_error, from_status

from tests.conformance.testees.python.codes import code_of
from tests.conformance.testees.python.fields import (
    BadRequestError,
    Fields,
    binary,
    integer,
    items,
    mapping,
    metadata,
    string,
    text,
)

WIRE = ("grpc_status", "grpc_message", "details_b64")
_CODES: dict[int, grpc.StatusCode] = {code.value[0]: code for code in grpc.StatusCode}


class OrdinaryError(Exception):
    """An exception like any other."""


def build(value: Any, registry: Registry) -> Any:
    """What the program holds: None, a native error, an ordinary exception, an EgoError."""
    if value is None:
        return None
    fields = mapping(value, "source")
    if "steps" in fields:
        bare = {key: item for key, item in fields.items() if key != "steps"}
        return derive(read(bare, registry), fields["steps"], registry)
    if "code" in fields:
        return EgoError.from_code(code_of(fields, "code", registry))
    if "exception" in fields:
        return OrdinaryError(text(fields["exception"], "exception"))
    if "wrap" in fields:
        outer = OrdinaryError(text(fields.get("text", ""), "text"))
        outer.__cause__ = build(fields["wrap"], registry)
        return outer
    if "local" in fields:
        return _local(string(fields, "local"))
    if not fields.keys() <= set(WIRE):
        raise BadRequestError(f"source: no source has the fields {sorted(fields)}")
    return _wire(fields, registry)


def read(value: Any, registry: Registry) -> EgoError | None:
    """`from_error` of a source."""
    built: object = build(value, registry)
    return from_error(built, registry=registry)


def derive(error: EgoError | None, steps: Any, registry: Registry) -> EgoError:
    """The error after all steps; what was passed and handed out is changed after each."""
    if error is None:
        raise BadRequestError("steps: nothing cannot be derived")
    for step in items(steps, "steps"):
        error = _step(error, mapping(step, "step"), registry)
        with contextlib.suppress(TypeError):  # the views tell if it was not refused
            error.metadata["mutated"] = "1"  # type: ignore[index]
    return error


def _step(error: EgoError, step: Fields, registry: Registry) -> EgoError:
    if len(step) != 1:
        raise BadRequestError(f"step: expected one key, got {sorted(step)}")
    ((name, value),) = step.items()
    if name == "with_message":
        return error.with_message(text(value, name))
    if name in ("with_metadata", "add_metadata"):
        given = metadata(value, name)
        replaces = name == "with_metadata"
        derived = error.with_metadata(given) if replaces else error.add_metadata(given)
        given["mutated"] = "1"
        return derived
    if name == "with_details":
        details = [_detail(mapping(item, name)) for item in items(value, name)]
        derived = error.with_details(*details)
        details.clear()
        return derived
    if name == "with_cause":
        return error.with_cause(_cause(value, registry))
    raise BadRequestError(f"step: {name!r} is none")


def _cause(value: Any, registry: Registry) -> BaseException:
    built: object = build(value, registry)
    if isinstance(built, OrdinaryError):
        return built
    error = from_error(built, registry=registry)
    if error is None:
        raise BadRequestError("with_cause: nothing is no cause")
    return error


def _detail(fields: Fields) -> Detail:
    return Detail(string(fields, "type_url"), binary(fields.get("value_b64"), "value_b64"))


def _local(name: str) -> BaseException:
    if name == "deadline":
        return asyncio.TimeoutError()
    if name == "cancellation":
        return asyncio.CancelledError()
    raise BadRequestError(f"local: {name!r} is none")


def _wire(fields: Fields, registry: Registry) -> BaseException | None:
    number = integer(fields, "grpc_status", 2)
    message = text(fields.get("grpc_message", ""), "grpc_message")
    given = fields.get("details_b64")
    details = None if given is None else binary(given, "details_b64")
    code = _CODES.get(number)
    if code is None or number == 0 or not isinstance(message, str):
        # grpcio knows no such status or message; what it cannot carry comes in raw.
        return from_status(number, message, details, registry=registry)
    trailers = [] if details is None else [("grpc-status-details-bin", details)]
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), grpc.aio.Metadata(*trailers), message)
