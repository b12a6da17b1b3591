"""What reading a received error costs in Python: `decode.py WAY COUNT`."""

from __future__ import annotations

import base64
import sys
from typing import Any

import grpc
from egoerrors import from_error, is_
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status
from interop_errors import UserErrNotFound


class Received(grpc.RpcError, grpc.Call):
    """What a failed call raises: a status, and trailers as they arrived."""

    def __init__(self, details: bytes) -> None:
        self._trailers = (("grpc-status-details-bin", details),)

    def code(self) -> Any:
        return grpc.StatusCode.NOT_FOUND

    def details(self) -> str:
        return "user 42 not found"

    def trailing_metadata(self) -> Any:
        return self._trailers


Received.__abstractmethods__ = frozenset()  # the other methods of grpc.Call are not asked for


def native(error: Received) -> bool:
    """grpcio-status, and the ErrorInfo unpacked."""
    info = ErrorInfo()
    for detail in rpc_status.from_call(error).details:
        if detail.Unpack(info):
            return info.reason == "user.v1.USER_ERR_NOT_FOUND"
    return False


def ego(error: Received) -> bool:
    """The runtime, and the generated class as the matcher."""
    return is_(from_error(error), UserErrNotFound)


def main(way: str, count: int, details: bytes) -> int:
    errors = [Received(details) for _ in range(256)]
    read = {"ego": ego, "native": native, "empty": lambda error: error is not None}[way]
    found = 0
    for number in range(count):
        found += read(errors[number & 255])
    return 0 if found == count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), base64.b64decode(sys.argv[3])))
