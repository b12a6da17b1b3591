"""Rebuilding a gRPC method handler around its behaviour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import grpc

_Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


def rebuilt(
    handler: grpc.RpcMethodHandler[Any, Any], unary: _Wrap, stream: _Wrap
) -> grpc.RpcMethodHandler[Any, Any]:
    """The handler with its behaviour wrapped: by `unary` for a single response, by
    `stream` for a response stream.
    """
    kinds: tuple[tuple[str, Callable[..., Any], _Wrap], ...] = (
        ("unary_unary", grpc.unary_unary_rpc_method_handler, unary),
        ("stream_unary", grpc.stream_unary_rpc_method_handler, unary),
        ("unary_stream", grpc.unary_stream_rpc_method_handler, stream),
        ("stream_stream", grpc.stream_stream_rpc_method_handler, stream),
    )
    for name, build, wrap in kinds:
        behavior = getattr(handler, name, None)
        if behavior is not None:
            new = build(
                wrap(behavior),
                request_deserializer=handler.request_deserializer,
                response_serializer=handler.response_serializer,
            )
            return cast("grpc.RpcMethodHandler[Any, Any]", new)
    return handler
