"""The client interceptors for `grpc.aio` channels."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio

from .reading import from_error

if TYPE_CHECKING:
    _UnaryUnaryCall = grpc.aio.UnaryUnaryCall[Any, Any]
    _StreamUnaryCall = grpc.aio.StreamUnaryCall[Any, Any]
else:
    _UnaryUnaryCall = grpc.aio.UnaryUnaryCall
    _StreamUnaryCall = grpc.aio.StreamUnaryCall

_Continuation = Callable[[Any, Any], Any]


def async_client_interceptors() -> list[grpc.aio.ClientInterceptor]:
    """Makes asyncio stubs raise `EgoError`s: `grpc.aio.insecure_channel(…,
    interceptors=async_client_interceptors())`.

    Four interceptors, because grpc.aio asks for one object per streaming kind.
    """
    return [_UnaryUnary(), _UnaryStream(), _StreamUnary(), _StreamStream()]


class _UnaryUnary(grpc.aio.UnaryUnaryClientInterceptor):
    async def intercept_unary_unary(
        self, continuation: _Continuation, client_call_details: Any, request: Any
    ) -> Any:
        return _TypedUnaryCall(await continuation(client_call_details, request))


class _UnaryStream(grpc.aio.UnaryStreamClientInterceptor):
    async def intercept_unary_stream(
        self, continuation: _Continuation, client_call_details: Any, request: Any
    ) -> Any:
        return _typed(await continuation(client_call_details, request))


class _StreamUnary(grpc.aio.StreamUnaryClientInterceptor):
    async def intercept_stream_unary(
        self,
        continuation: _Continuation,
        client_call_details: Any,
        request_iterator: Any,
    ) -> Any:
        return _TypedStreamUnaryCall(
            await continuation(client_call_details, request_iterator)
        )


class _StreamStream(grpc.aio.StreamStreamClientInterceptor):
    async def intercept_stream_stream(
        self,
        continuation: _Continuation,
        client_call_details: Any,
        request_iterator: Any,
    ) -> Any:
        return _typed(await continuation(client_call_details, request_iterator))


async def _typed(responses: Any) -> AsyncIterator[Any]:
    """The responses of a call; grpc.aio keeps the call's other methods beside them."""
    try:
        async for response in responses:
            yield response
    except grpc.RpcError as error:
        raise from_error(error) from error


class _TypedCall:
    """The methods that a typed call only passes on."""

    _inner: Any

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __await__(self) -> Generator[Any, None, Any]:
        try:
            return (yield from self._inner.__await__())
        except grpc.RpcError as error:
            raise from_error(error) from error

    async def initial_metadata(self) -> Any:
        return await self._inner.initial_metadata()

    async def trailing_metadata(self) -> Any:
        return await self._inner.trailing_metadata()

    async def code(self) -> Any:
        return await self._inner.code()

    async def details(self) -> Any:
        return await self._inner.details()

    async def debug_error_string(self) -> Any:
        return await self._inner.debug_error_string()

    async def wait_for_connection(self) -> None:
        try:
            await self._inner.wait_for_connection()
        except grpc.RpcError as error:
            raise from_error(error) from error

    def cancelled(self) -> bool:
        return bool(self._inner.cancelled())

    def done(self) -> bool:
        return bool(self._inner.done())

    def time_remaining(self) -> Any:
        return self._inner.time_remaining()

    def cancel(self) -> bool:
        return bool(self._inner.cancel())

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        self._inner.add_done_callback(lambda _: callback(self))


class _TypedUnaryCall(_TypedCall, _UnaryUnaryCall):
    """A call with one request and one response."""


class _TypedStreamUnaryCall(_TypedCall, _StreamUnaryCall):
    """A call with a request stream and one response."""

    @property
    def _done_writing_flag(self) -> bool:
        """grpc.aio's own wrapper asks the call for this before it writes."""
        return bool(self._inner._done_writing_flag)

    async def write(self, request: Any) -> None:
        await self._inner.write(request)

    async def done_writing(self) -> None:
        await self._inner.done_writing()
