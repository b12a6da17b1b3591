"""The client interceptor for `grpc` channels: native errors become typed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import grpc

from .reading import from_error

if TYPE_CHECKING:
    _Future = grpc.Future[Any]
else:
    _Future = grpc.Future  # not subscriptable when it runs

_Continuation = Callable[[Any, Any], Any]


class ClientInterceptor(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    """Makes stubs raise `EgoError`s: `grpc.intercept_channel(channel,
    ClientInterceptor())`.

    What was `except grpc.RpcError` becomes `except UserErrNotFound` or `except
    EgoError`; the native error is the cause.
    """

    def intercept_unary_unary(
        self, continuation: _Continuation, client_call_details: Any, request: Any
    ) -> Any:
        """See `grpc.UnaryUnaryClientInterceptor`."""
        return _TypedCall(continuation(client_call_details, request))

    def intercept_unary_stream(
        self, continuation: _Continuation, client_call_details: Any, request: Any
    ) -> Any:
        """See `grpc.UnaryStreamClientInterceptor`."""
        return _TypedCall(continuation(client_call_details, request))

    def intercept_stream_unary(
        self,
        continuation: _Continuation,
        client_call_details: Any,
        request_iterator: Any,
    ) -> Any:
        """See `grpc.StreamUnaryClientInterceptor`."""
        return _TypedCall(continuation(client_call_details, request_iterator))

    def intercept_stream_stream(
        self,
        continuation: _Continuation,
        client_call_details: Any,
        request_iterator: Any,
    ) -> Any:
        """See `grpc.StreamStreamClientInterceptor`."""
        return _TypedCall(continuation(client_call_details, request_iterator))


class _TypedCall(grpc.Call, _Future):
    """A call, future and response iterator that raises typed errors; everything else is
    the inner call's.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._inner)
        except grpc.RpcError as error:
            raise from_error(error) from error

    def result(self, timeout: float | None = None) -> Any:
        try:
            return self._inner.result(timeout)
        except grpc.RpcError as error:
            raise from_error(error) from error

    def exception(self, timeout: float | None = None) -> Any:
        error = self._inner.exception(timeout)
        return from_error(error) if isinstance(error, grpc.RpcError) else error

    def traceback(self, timeout: float | None = None) -> TracebackType | Any:
        return self._inner.traceback(timeout)

    def add_done_callback(self, fn: Callable[[Any], None]) -> None:
        self._inner.add_done_callback(lambda _: fn(self))

    def add_callback(self, callback: Callable[[], None]) -> bool:
        return bool(self._inner.add_callback(callback))

    def initial_metadata(self) -> Any:
        return self._inner.initial_metadata()

    def trailing_metadata(self) -> Any:
        return self._inner.trailing_metadata()

    def code(self) -> Any:
        return self._inner.code()

    def details(self) -> Any:
        return self._inner.details()

    def is_active(self) -> bool:
        return bool(self._inner.is_active())

    def time_remaining(self) -> Any:
        return self._inner.time_remaining()

    def cancel(self) -> Any:
        return self._inner.cancel()

    def cancelled(self) -> bool:
        return bool(self._inner.cancelled())

    def running(self) -> bool:
        return bool(self._inner.running())

    def done(self) -> bool:
        return bool(self._inner.done())
