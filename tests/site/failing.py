"""A gRPC server without protos: it answers every call with the error that belongs to the method's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

import grpc
from google.protobuf.any_pb2 import Any
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status


class Failure(NamedTuple):
    """What a method fails with."""

    code: grpc.StatusCode
    reason: str
    domain: str
    metadata: Mapping[str, str]


class _Handler(grpc.GenericRpcHandler):  # type: ignore[misc,unused-ignore]
    def __init__(self, failures: Mapping[str, Failure]) -> None:
        self._failures = failures

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        failure = self._failures[call.method.rpartition("/")[2]]
        info = ErrorInfo(reason=failure.reason, domain=failure.domain, metadata=failure.metadata)
        packed = Any()
        packed.Pack(info)
        number = failure.code.value[0]
        status = Status(code=number, message="failed", details=[packed]).SerializeToString()

        def fail(requests: Iterable[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            next(iter(requests))
            context.set_trailing_metadata((("grpc-status-details-bin", status),))
            context.abort(failure.code, "failed")
            yield b""

        return grpc.stream_stream_rpc_method_handler(fail)


@contextmanager
def failing(failures: Mapping[str, Failure]) -> Iterator[str]:
    """The address of a running server."""
    server = grpc.server(ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers((_Handler(failures),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()
