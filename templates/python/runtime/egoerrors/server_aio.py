"""The server interceptor for `grpc.aio.server`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, NoReturn

import grpc.aio

from .handlers import rebuilt
from .sending import abort_async, finish
from .server import guarded_stream, guarded_unary, outcome
from .telling import TellingContext

_Behavior = Callable[..., Any]


class AsyncServerInterceptor(grpc.aio.ServerInterceptor):
    """Lets asyncio handlers of all four streaming kinds raise; see `ServerInterceptor`.

    Takes coroutines, asynchronous generators, coroutines that use `context.write`, and
    synchronous handlers.
    """

    async def intercept_service(
        self,
        continuation: Callable[[Any], Awaitable[Any]],
        handler_call_details: Any,
    ) -> Any:
        """See `grpc.aio.ServerInterceptor`."""
        handler = await continuation(handler_call_details)
        if handler is None:  # a method that the server does not have
            return None
        return rebuilt(handler, _guarded_unary, _guarded_stream)


def _guarded_unary(behavior: _Behavior) -> _Behavior:
    # The server tells the kinds apart by looking at the handler, so the wrapper has to
    # be of the same kind.
    if inspect.iscoroutinefunction(behavior):
        return _guarded_coroutine(behavior)
    guarded = guarded_unary(behavior, _finish)

    @functools.wraps(behavior)
    def call(request: Any, context: Any) -> Any:
        return guarded(request, TellingContext(context))

    return call


def _guarded_stream(behavior: _Behavior) -> _Behavior:
    if inspect.isasyncgenfunction(behavior):
        return _guarded_generator(behavior)
    if inspect.iscoroutinefunction(behavior):
        return _guarded_coroutine(behavior)
    guarded = guarded_stream(behavior, _finish)

    @functools.wraps(behavior)
    def call(request: Any, context: Any) -> Iterator[Any]:
        yield from guarded(request, TellingContext(context))

    return call


def _guarded_coroutine(behavior: _Behavior) -> _Behavior:
    @functools.wraps(behavior)
    async def call(request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
        try:
            return await behavior(request, context)
        except Exception as error:
            await _send(context, error)

    return call


def _guarded_generator(behavior: _Behavior) -> _Behavior:
    @functools.wraps(behavior)
    async def call(
        request: Any, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[Any]:
        try:
            async for response in behavior(request, context):
                yield response
        except Exception as error:
            await _send(context, error)

    return call


async def _send(
    context: grpc.aio.ServicerContext[Any, Any], error: Exception
) -> NoReturn:
    if isinstance(error, grpc.aio.AbortError):
        raise error  # the handler aborted by itself
    await abort_async(context, outcome(context, error))


def _finish(context: Any, error: Exception) -> None:
    """Ends the call of a synchronous handler by letting it return. It runs in a thread
    and its responses wait in a queue; an abort would overtake them.
    """
    if isinstance(error, grpc.aio.AbortError):
        raise error  # the handler aborted by itself
    finish(context, outcome(context, error))
