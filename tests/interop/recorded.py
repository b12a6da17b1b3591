"""The peers that are only there as recorded bytes (tests/vectors/peers.json): a server that sends those, and worse."""

from __future__ import annotations

import base64
import json
from collections import namedtuple
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf.wrappers_pb2 import StringValue

from tests.interop.cases import CODES, HOPPING, METHODS, b64
from tests.protos import ROOT

ROWS: list[dict[str, Any]] = json.loads(
    (ROOT / "tests" / "vectors" / "peers.json").read_text("utf-8")
)["rows"]
_INFO = HOPPING.status.details[0].SerializeToString()
ODD: dict[str, tuple[int, str, bytes]] = {
    "fields backwards": (5, "m", b"\x1a" + bytes([len(_INFO)]) + _INFO + b"\x12\x01m\x08\x05"),
    "a field that no one knows": (5, "m", b"\x08\x05\x12\x01m\x4a\x02hi"),
    "another code inside": (5, "outside", b"\x08\x09\x12\x06inside"),
    "text that is not UTF-8": (5, "m", b"\x08\x05\x12\x02m\xff"),
    "garbage": (5, "m", b"\xff\xff"),
    "no details": (5, "m %", b""),
}
"""What no server of ours sends but a hop must pass on: grpc-status, grpc-message, details."""


def raw(status: int, message: str, details: bytes) -> dict[str, Any]:
    """The order for these trailers."""
    return {"code": "", "raw": {"status": status, "message": message, "details_b64": b64(details)}}


def expected(row: dict[str, Any], method: str) -> dict[str, Any]:
    """The answer to a recorded row."""
    number, status = row["grpc_status"]
    info = (row["error_info"] or [{"reason": "", "domain": "", "metadata": {}}])[0]
    known = [name for name in CODES if info["reason"] in (name, f"user.v1.{name}")]
    return {
        "status": status,
        "message": row["grpc_message"],
        **info,
        "matches": known,
        "count": METHODS[method],
        "grpc_status": number,
        "details_b64": b64(bytes.fromhex(row["details_hex"])) if row["details_hex"] else None,
    }


_Status = namedtuple("_Status", ("code", "details", "trailing_metadata"))
_NAMES = {code.value[0]: code for code in grpc.StatusCode}
_KINDS = {
    "Unary": grpc.unary_unary_rpc_method_handler,
    "Download": grpc.unary_stream_rpc_method_handler,
    "Upload": grpc.stream_unary_rpc_method_handler,
    "Chat": grpc.stream_stream_rpc_method_handler,
}


def _end(text: str, context: Any) -> None:
    order = json.loads(text)["raw"]
    details = base64.b64decode(order["details_b64"])
    trailers = (("grpc-status-details-bin", details),) if details else ()
    context.abort_with_status(_Status(_NAMES[order["status"]], order["message"], trailers))


def _behavior(method: str) -> Any:
    def responses(requests: Any, context: Any) -> Iterator[StringValue]:
        given = [requests] if isinstance(requests, StringValue) else list(requests)
        for _ in range(METHODS[method]):
            yield given[-1]
        _end(given[-1].value, context)

    def response(requests: Any, context: Any) -> None:
        for _ in responses(requests, context):
            raise AssertionError(f"{method} has one response")

    return responses if METHODS[method] else response


@contextmanager
def server() -> Iterator[int]:
    """The port of a server that sends the trailers it is asked for."""
    handlers = {
        name: kind(_behavior(name), StringValue.FromString, StringValue.SerializeToString)
        for name, kind in _KINDS.items()
    }
    with ThreadPoolExecutor(8) as pool:
        running = grpc.server(pool)
        running.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler("user.v1.Interop", handlers),)
        )
        port = running.add_insecure_port("127.0.0.1:0")
        running.start()
        try:
            yield port
        finally:
            running.stop(None).wait()
