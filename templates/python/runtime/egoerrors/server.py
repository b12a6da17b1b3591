"""The server interceptor for `grpc.server`: what a handler raises goes on the wire as
an error.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import grpc

from .chain import links
from .error import EgoError
from .handlers import rebuilt
from .native import native_parts
from .reading import from_error
from .sending import abort
from .status import Status, to_status_code
from .text import text

_LOG = logging.getLogger(__name__)

_Behavior = Callable[..., Any]
_Send = Callable[[Any, Exception], None]


class ServerInterceptor(grpc.ServerInterceptor):
    """Lets handlers of all four streaming kinds raise: `grpc.server(pool,
    interceptors=[ServerInterceptor()])`.

    An `EgoError`, or a gRPC error of a call that the handler made, is sent as it is,
    also from deep in the chain. Any other exception is logged and sent as UNKNOWN
    without its text.
    """

    def intercept_service(
        self,
        continuation: Callable[
            [grpc.HandlerCallDetails], grpc.RpcMethodHandler[Any, Any] | None
        ],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        """See `grpc.ServerInterceptor`."""
        handler = continuation(handler_call_details)
        return (
            None if handler is None else rebuilt(handler, guarded_unary, guarded_stream)
        )


def _send(context: grpc.ServicerContext, error: Exception) -> NoReturn:
    if _was_aborted(context, error):
        raise error
    abort(context, outcome(context, error))


def _was_aborted(context: grpc.ServicerContext, error: Exception) -> bool:
    """`context.abort` raises a bare Exception() after it has stored its code; a second
    abort would replace that.
    """
    bare = type(error) is Exception and not error.args
    return bare and _stored(context, "code") is not None


def guarded_unary(behavior: _Behavior, send: _Send = _send) -> _Behavior:
    """The handler of a single response, with its exceptions sent as errors."""

    @functools.wraps(behavior)
    def call(request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return behavior(request, context)
        except Exception as error:
            return send(context, error)

    return call


def guarded_stream(behavior: _Behavior, send: _Send = _send) -> _Behavior:
    """The handler of a response stream, with the exceptions of the call and of the
    iteration sent as errors.
    """
    if getattr(behavior, "experimental_non_blocking", False):
        # Takes a third argument and reports by callback: there is nothing to catch.
        return behavior

    @functools.wraps(behavior)
    def call(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        try:
            yield from behavior(request, context)
        except Exception as error:
            send(context, error)

    return call


def outcome(context: object, error: Exception) -> Exception:
    """What the peer gets for what a handler raised. An exception that nobody meant for
    the peer is logged, because its text does not leave the process; a code that the
    handler had set before it is kept, as gRPC keeps it: the generated handler of a
    method that nobody wrote sets UNIMPLEMENTED and raises.
    """
    if any(isinstance(link, EgoError) or native_parts(link) for link in links(error)):
        return error
    code = to_status_code(_stored(context, "code") or Status.OK)
    sent = from_error(error)
    if code is not Status.OK:
        sent = EgoError.of(code, text(_stored(context, "details")))
    name = type(error).__name__
    _LOG.error("a handler raised %s; the peer gets %s", name, sent, exc_info=error)
    return sent


def _stored(context: object, name: str) -> object:
    """What the handler told the context; None for contexts that cannot say it."""
    try:
        told: object = getattr(context, name)()
    except (AttributeError, NotImplementedError):
        return None
    return told
