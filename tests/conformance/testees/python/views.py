"""Views: what an error looks like from outside, by the runtime's public accessors."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import grpc
from egoerrors import EgoError, Registry, is_, to_status

from tests.conformance.testees.python.sources import OrdinaryError

NOTHING: dict[str, Any] = {"none": True}
MAX_CHAIN = 128


def view(error: EgoError | None, registry: Registry) -> dict[str, Any]:
    """All that a request can see of an error."""
    if error is None:
        return NOTHING
    return {
        "status": error.status.name,
        "reason": error.reason,
        "domain": error.domain,
        "metadata": dict(error.metadata),
        "message": error.message,
        "details_broken": error.details_broken,
        "status_mismatch": error.status_mismatch,
        "registered": error.code is not None,
        "matches": sorted(
            code.full_name for code in registry.codes if is_(error, code, registry=registry)
        ),
        "chain": chain(error),
        "details_b64": sent(error)["details_b64"],
    }


def chain(error: EgoError | None) -> list[str]:
    """The texts of the local causes, outermost first."""
    found: list[str] = []
    link = error.cause if error is not None else None
    while link is not None and len(found) < MAX_CHAIN:
        if isinstance(link, EgoError):
            found.append(f"ego:{link.reason}")
        elif not isinstance(link, (grpc.RpcError, asyncio.TimeoutError, asyncio.CancelledError)):
            found.append(_own_text(link))
        link = link.__cause__
    return found


def _own_text(link: BaseException) -> str:
    """An exception's text as JSON can hold it; bytes and lone surrogates are replaced."""
    given = link.args[0] if isinstance(link, OrdinaryError) else str(link)
    if isinstance(given, bytes):
        return given.decode("utf-8", "replace")
    return str(given).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def sent(error: EgoError | None) -> dict[str, Any]:
    """What goes on the wire."""
    if error is None:
        return NOTHING
    status = to_status(error)
    data = status.details_bytes
    return {
        "grpc_status": status.code.value[0],
        "grpc_message": status.details,
        "details_b64": None if data is None else base64.b64encode(data).decode("ascii"),
    }
