"""A service of all four streaming kinds whose handlers fail as the request says; sync and asyncio."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
import grpc.aio
from egoerrors import AsyncServerInterceptor, ServerInterceptor, abort, abort_async

KINDS = ("unary_unary", "unary_stream", "stream_unary", "stream_stream")
MESSAGES_BEFORE_THE_ERROR = 3

Scenario = Callable[[], BaseException]


class Sync:
    """Handlers for `grpc.server` (and for the threads of `grpc.aio.server`)."""

    def __init__(self, scenarios: dict[str, Scenario]) -> None:
        self.scenarios = scenarios

    def fail(self, name: bytes, context: Any) -> None:
        context.set_trailing_metadata((("own", "kept"), ("grpc-status-details-bin", b"stale")))
        if name == b"ok":
            return
        if name == b"own abort":
            context.set_trailing_metadata(())
            context.abort(grpc.StatusCode.ABORTED, "by hand")
        if name == b"abort":
            abort(context, self.scenarios["declared"]())
        if name == b"abort with nothing":
            abort(context, None)
        if name == b"set code":
            context.set_code(grpc.StatusCode.UNIMPLEMENTED)
            context.set_details("not written")
            raise NotImplementedError("secret")
        raise self.scenarios[name.decode()]()

    def unary_unary(self, request: bytes, context: Any) -> bytes:
        self.fail(request, context)
        return request

    def unary_stream(self, request: bytes, context: Any) -> Iterator[bytes]:
        for _ in range(MESSAGES_BEFORE_THE_ERROR):
            yield request
        self.fail(request, context)

    def stream_unary(self, requests: Iterator[bytes], context: Any) -> bytes:
        return self.unary_unary(list(requests)[-1], context)

    def stream_stream(self, requests: Iterator[bytes], context: Any) -> Iterator[bytes]:
        request = b""
        for request in requests:
            yield request
        self.fail(request, context)


class Async:
    """Handlers for `grpc.aio.server`: coroutines and asynchronous generators."""

    def __init__(self, scenarios: dict[str, Scenario]) -> None:
        self.scenarios = scenarios

    async def fail(self, name: bytes, context: Any) -> None:
        context.set_trailing_metadata((("own", "kept"), ("grpc-status-details-bin", b"stale")))
        if name == b"ok":
            return
        if name == b"own abort":
            context.set_trailing_metadata(())
            await context.abort(grpc.StatusCode.ABORTED, "by hand")
        if name == b"abort":
            await abort_async(context, self.scenarios["declared"]())
        if name == b"abort with nothing":
            await abort_async(context, None)
        if name == b"set code":
            context.set_code(grpc.StatusCode.UNIMPLEMENTED)
            context.set_details("not written")
            raise NotImplementedError("secret")
        raise self.scenarios[name.decode()]()

    async def unary_unary(self, request: bytes, context: Any) -> bytes:
        await self.fail(request, context)
        return request

    async def unary_stream(self, request: bytes, context: Any) -> AsyncIterator[bytes]:
        for _ in range(MESSAGES_BEFORE_THE_ERROR):
            yield request
        await self.fail(request, context)

    async def stream_unary(self, requests: AsyncIterator[bytes], context: Any) -> bytes:
        return await self.unary_unary([request async for request in requests][-1], context)

    async def stream_stream(
        self, requests: AsyncIterator[bytes], context: Any
    ) -> AsyncIterator[bytes]:
        request = b""
        async for request in requests:
            yield request
        await self.fail(request, context)


class Writing(Async):
    """Asyncio handlers that write their responses to the context."""

    async def unary_stream(self, request: bytes, context: Any) -> None:  # type: ignore[override]
        for _ in range(MESSAGES_BEFORE_THE_ERROR):
            await context.write(request)
        await self.fail(request, context)

    async def stream_stream(self, requests: AsyncIterator[bytes], context: Any) -> None:  # type: ignore[override]
        request = b""
        async for request in requests:
            await context.write(request)
        await self.fail(request, context)


def handler(behaviors: Any) -> grpc.GenericRpcHandler:
    """The service `test.Shop` with one method per streaming kind."""
    methods = {
        kind: getattr(grpc, f"{kind}_rpc_method_handler")(getattr(behaviors, kind))
        for kind in KINDS
    }
    return grpc.method_handlers_generic_handler("test.Shop", methods)


@contextmanager
def sync_server(scenarios: dict[str, Scenario]) -> Iterator[str]:
    """The address of a running `grpc.server`."""
    with ThreadPoolExecutor(4) as pool:
        server = grpc.server(pool, interceptors=[ServerInterceptor()])
        server.add_generic_rpc_handlers((handler(Sync(scenarios)),))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(None).wait()


@contextmanager
def aio_server(behaviors: Any) -> Iterator[str]:
    """The address of a running `grpc.aio.server` in a thread of its own."""
    ready = threading.Event()
    state: dict[str, Any] = {}

    async def serve() -> None:
        with ThreadPoolExecutor(2) as pool:
            server = grpc.aio.server(pool, interceptors=[AsyncServerInterceptor()])
            server.add_generic_rpc_handlers((handler(behaviors),))
            state["address"] = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
            state["stop"], state["loop"] = asyncio.Event(), asyncio.get_running_loop()
            await server.start()
            ready.set()
            await state["stop"].wait()
            await server.stop(None)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(20)
    try:
        yield state["address"]
    finally:
        state["loop"].call_soon_threadsafe(state["stop"].set)
        thread.join(20)
