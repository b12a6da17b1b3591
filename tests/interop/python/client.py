"""The Python client: one call a line on stdin, what was caught on stdout."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from typing import Any

import grpc
import interop_errors
from egoerrors import from_error, is_
from google.protobuf.wrappers_pb2 import StringValue

SERVICE = "user.v1.Interop"
METHODS = {
    "Unary": "unary_unary",
    "Download": "unary_stream",
    "Upload": "stream_unary",
    "Chat": "stream_stream",
}
_CHANNELS: dict[str, grpc.Channel] = {}


def call(address: str, name: str, order: str) -> tuple[int, grpc.RpcError]:
    """How many responses came, and the error that ended the call."""
    channel = _CHANNELS.get(address) or _CHANNELS.setdefault(
        address, grpc.insecure_channel(address)
    )
    kind = METHODS[name]
    make: Callable[..., Any] = getattr(channel, kind)
    method = make(f"/{SERVICE}/{name}", StringValue.SerializeToString, StringValue.FromString)
    request = StringValue(value=order)
    count = 0
    try:
        answer = method(iter([request] * 3) if kind.startswith("stream") else request, timeout=60)
        for _ in answer if kind.endswith("stream") else ():
            count += 1
    except grpc.RpcError as error:
        return count, error
    raise AssertionError("the call did not fail")


def caught(count: int, native: Any) -> dict[str, Any]:
    """The answer to one line."""
    error = from_error(native)
    assert error is not None
    details = dict(native.trailing_metadata() or ()).get("grpc-status-details-bin")
    return {
        "status": error.status.name,
        "reason": error.reason,
        "domain": error.domain,
        "metadata": dict(error.metadata),
        "message": error.message,
        "display": error.display("zh-CN"),
        "matches": [c.CODE.name for c in interop_errors.CODES if is_(native, c)],
        "count": count,
        "grpc_status": native.code().value[0],
        "grpc_message": native.details(),
        "details_b64": details and base64.b64encode(details).decode(),
    }


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        answer = caught(*call(asked["address"], asked["method"], asked["order"]))
        print(json.dumps(answer), flush=True)
