"""The Python server: prints its port, fails as ordered, ends with its stdin."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import interop_errors
from client import METHODS, SERVICE, call
from egoerrors import EgoError, ServerInterceptor
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.wrappers_pb2 import StringValue

CODES = {code.CODE.name: code for code in interop_errors.CODES}


def ordered(method: str, text: str) -> BaseException:
    """The error that an order asks for, made here or caught at the next hop."""
    order = json.loads(text)
    if order.get("next"):
        onward = json.dumps({**order, "next": order["next"][1:]})
        return call(order["next"][0], method, onward)[1]
    error: EgoError = CODES[order["code"]]()
    if "message" in order:
        error = error.with_message(order["message"])
    if "metadata" in order:
        error = error.add_metadata(order["metadata"])
    details = [
        AnyMessage(type_url=d["type_url"], value=base64.b64decode(d["value_b64"]))
        for d in order.get("details", ())
    ]
    return error.with_details(*details) if details else error


def unary(request: StringValue, _context: Any) -> StringValue:
    raise ordered("Unary", request.value)


def download(request: StringValue, _context: Any) -> Iterator[StringValue]:
    for _ in range(3):
        yield request
    raise ordered("Download", request.value)


def upload(requests: Iterator[StringValue], _context: Any) -> StringValue:
    raise ordered("Upload", list(requests)[-1].value)


def chat(requests: Iterator[StringValue], _context: Any) -> Iterator[StringValue]:
    request = StringValue()
    for request in requests:
        yield request
    raise ordered("Chat", request.value)


def main() -> None:
    behaviors = {"Unary": unary, "Download": download, "Upload": upload, "Chat": chat}
    handlers = {
        name: getattr(grpc, f"{kind}_rpc_method_handler")(
            behaviors[name], StringValue.FromString, StringValue.SerializeToString
        )
        for name, kind in METHODS.items()
    }
    server = grpc.server(ThreadPoolExecutor(16), interceptors=[ServerInterceptor()])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    sys.stdin.read()
    server.stop(None)
