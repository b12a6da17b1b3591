"""What reading a received error costs in Python: `decode.py WAY COUNT`."""

from __future__ import annotations

import base64
import sys

import grpc
from egoerrors import from_error, is_
from google.rpc.error_details_pb2 import ErrorInfo
from grpc._channel import _InactiveRpcError, _RPCState  # what a failed call really is
from grpc_status import rpc_status
from interop_errors import UserErrNotFound


def received(details: bytes) -> grpc.RpcError:
    """What a blocking call raises, made of trailers as they arrived."""
    trailers = (("grpc-status-details-bin", details),)
    state = _RPCState((), (), trailers, grpc.StatusCode.NOT_FOUND, b"user 42 not found")
    return _InactiveRpcError(state)


def native(error: grpc.RpcError) -> bool:
    """grpcio-status, and the ErrorInfo unpacked."""
    info = ErrorInfo()
    for detail in rpc_status.from_call(error).details:
        if detail.Unpack(info):
            return info.reason == "user.v1.USER_ERR_NOT_FOUND" and info.metadata["uid"] == "42"
    return False


def ego(error: grpc.RpcError) -> bool:
    """The runtime, and the generated class as the matcher."""
    return is_(from_error(error), UserErrNotFound)


def main(way: str, count: int, details: bytes) -> int:
    errors = [received(details) for _ in range(256)]
    read = {"ego": ego, "native": native, "empty": lambda error: error is not None}[way]
    found = 0
    for number in range(count):
        found += read(errors[number & 255])
    return 0 if found == count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), base64.b64decode(sys.argv[3])))
