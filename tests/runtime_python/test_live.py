"""Real servers and clients in one process: interceptors, abort, all four streaming kinds, sync and asyncio."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import ModuleType
from typing import Any

import grpc
import grpc.aio
import pytest
from egoerrors import (
    ClientInterceptor,
    EgoError,
    Status,
    async_client_interceptors,
    from_error,
    from_error_async,
    from_status,
    is_,
    to_status,
)
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import error_details_pb2  # type: ignore[import-untyped]

from tests.runtime_python.protobytes import info, status
from tests.runtime_python.service import (
    KINDS,
    MESSAGES_BEFORE_THE_ERROR,
    Async,
    Scenario,
    Sync,
    Writing,
    aio_server,
    sync_server,
)

UPSTREAM = status(
    9,
    "другое",
    info("b.v1.UP", "b", {"k": "v"}),
    AnyMessage(type_url="x/un.known", value=b"\xff\x00"),
)


def wrapped(inner: BaseException) -> BaseException:
    outer = RuntimeError("internal dump")
    outer.__cause__ = inner
    return outer


def upstream() -> grpc.aio.AioRpcError:
    trailers = grpc.aio.Metadata(("grpc-status-details-bin", UPSTREAM))
    return grpc.aio.AioRpcError(
        grpc.StatusCode.NOT_FOUND, grpc.aio.Metadata(), trailers, "upstream % \n 用户"
    )


@pytest.fixture(scope="module")
def scenarios(shop: ModuleType) -> dict[str, Scenario]:
    retry = error_details_pb2.RetryInfo()
    retry.retry_delay.seconds = 7
    return {
        "declared": lambda: shop.UserErrNotFound(uid="四 🛒").with_details(retry),
        "wrapped": lambda: wrapped(shop.UserErrNotFound(uid="四 🛒").with_details(retry)),
        "plain": lambda: ValueError("secret"),
        "timeout": lambda: TimeoutError("secret"),
        "upstream": lambda: wrapped(upstream()),
        "large": lambda: shop.UserErrNotFound(uid="x").add_metadata(
            {f"k{n}": "v" * 1000 for n in range(20)}
        ),
        "cjk": lambda: shop.UserErrNotFound("用" * 2000, uid="x"),
    }


SERVERS = ("sync", "asyncio", "asyncio writing", "threads of asyncio")


@pytest.fixture(scope="module")
def addresses(scenarios: dict[str, Scenario]) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {
            "sync": stack.enter_context(sync_server(scenarios)),
            "asyncio": stack.enter_context(aio_server(Async(scenarios))),
            "asyncio writing": stack.enter_context(aio_server(Writing(scenarios))),
            "threads of asyncio": stack.enter_context(aio_server(Sync(scenarios))),
        }


Outcome = tuple[int, BaseException | None]


def plain_client(address: str, kind: str, name: str) -> Outcome:
    with grpc.insecure_channel(address) as channel:
        return drive(channel, kind, name)


def typed_client(address: str, kind: str, name: str) -> Outcome:
    with grpc.insecure_channel(address) as channel:
        return drive(typed(channel), kind, name)


def typed(channel: grpc.Channel) -> Any:
    """A channel that raises typed errors."""
    return grpc.intercept_channel(channel, ClientInterceptor())


def drive(channel: Any, kind: str, name: str) -> Outcome:
    """One call: how many responses came, and what was raised."""
    method = getattr(channel, kind)(f"/test.Shop/{kind}")
    request: Any = [name.encode()] * 3 if kind.startswith("stream") else name.encode()
    count = 0
    try:
        answer = method(iter(request) if isinstance(request, list) else request, timeout=20)
        if kind.endswith("unary"):
            return 1, None
        for _ in answer:
            count += 1
    except (grpc.RpcError, EgoError) as error:
        return count, error
    return count, None


def aio_plain_client(address: str, kind: str, name: str) -> Outcome:
    return asyncio.run(aio_drive(address, kind, name, ()))


def aio_typed_client(address: str, kind: str, name: str) -> Outcome:
    return asyncio.run(aio_drive(address, kind, name, async_client_interceptors()))


async def aio_drive(address: str, kind: str, name: str, interceptors: Any) -> Outcome:
    async with grpc.aio.insecure_channel(address, interceptors=interceptors) as channel:
        method = getattr(channel, kind)(f"/test.Shop/{kind}")
        request: Any = [name.encode()] * 3 if kind.startswith("stream") else name.encode()
        count = 0
        try:
            call = method(iter(request) if isinstance(request, list) else request, timeout=20)
            if kind.endswith("unary"):
                await call
                return 1, None
            async for _ in call:
                count += 1
        except (grpc.RpcError, EgoError) as error:
            return count, error
        return count, None


CLIENTS: dict[str, Callable[[str, str, str], Outcome]] = {
    "plain": plain_client,
    "typed": typed_client,
    "asyncio plain": aio_plain_client,
    "asyncio typed": aio_typed_client,
}
everywhere = pytest.mark.parametrize("server", SERVERS)
each_kind = pytest.mark.parametrize("kind", KINDS)
each_client = pytest.mark.parametrize("client", list(CLIENTS))


def call(
    addresses: dict[str, str], server: str, client: str, kind: str, name: str
) -> tuple[int, EgoError]:
    count, raised = CLIENTS[client](addresses[server], kind, name)
    assert raised is not None
    assert isinstance(raised, EgoError) == client.endswith("typed")
    return count, from_error(raised)


@everywhere
@each_client
@each_kind
@pytest.mark.parametrize("name", ["declared", "wrapped", "abort"])
def test_a_declared_error_arrives(
    addresses: dict[str, str], shop: ModuleType, server: str, client: str, kind: str, name: str
) -> None:
    count, error = call(addresses, server, client, kind, name)
    before = MESSAGES_BEFORE_THE_ERROR if kind.endswith("stream") else 0
    # gRPC's own abort overtakes the responses of a thread in an asyncio server.
    assert count == before or (name, server) == ("abort", "threads of asyncio")
    assert isinstance(error, shop.UserErrNotFound)
    assert (error.message, dict(error.metadata)) == ("user 四 🛒 not found", {"uid": "四 🛒"})
    retry = error.detail(error_details_pb2.RetryInfo)
    assert retry is not None and retry.retry_delay.seconds == 7
    assert not error.details_broken and not error.status_mismatch
    native = error.cause
    assert isinstance(native, grpc.RpcError)
    metadata: Any = native.trailing_metadata()
    keys = [key for key, _ in metadata]
    assert keys.count("grpc-status-details-bin") == 1
    assert "own" in keys, "the handler's own trailing metadata is kept"


@everywhere
@each_kind
def test_foreign_exceptions_are_logged_and_keep_their_text(
    addresses: dict[str, str], server: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "egoerrors"):
        _, error = call(addresses, server, "plain", kind, "plain")
    assert (error.status, error.message, error.reason) == (Status.UNKNOWN, "", "")
    assert "secret" in caplog.text


@everywhere
@each_kind
@pytest.mark.parametrize(
    ("name", "expected", "message"),
    [
        ("timeout", Status.DEADLINE_EXCEEDED, ""),
        ("own abort", Status.ABORTED, "by hand"),
        ("abort with nothing", Status.UNKNOWN, ""),
    ],
)
def test_other_ends(
    addresses: dict[str, str], server: str, kind: str, name: str, expected: Status, message: str
) -> None:
    _, error = call(addresses, server, "typed", kind, name)
    assert (error.status, error.message, error.reason) == (expected, message, "")


@everywhere
@each_client
@each_kind
def test_a_hop_is_lossless(addresses: dict[str, str], server: str, client: str, kind: str) -> None:
    _, error = call(addresses, server, client, kind, "upstream")
    assert (error.status, error.message) == (Status.NOT_FOUND, "upstream % \n 用户")
    assert (error.reason, error.status_mismatch) == ("b.v1.UP", True)
    assert to_status(error).details_bytes == UPSTREAM


@everywhere
@pytest.mark.parametrize("name", ["large", "cjk"])
@pytest.mark.parametrize("client", ["typed", "asyncio typed"])
def test_too_much_is_trimmed_so_that_a_default_client_reads_it(
    addresses: dict[str, str], shop: ModuleType, server: str, client: str, name: str
) -> None:
    for _ in range(5):
        _, error = call(addresses, server, client, "unary_unary", name)
        assert isinstance(error, shop.UserErrNotFound) and error.truncated
        assert (error.reason, error.domain) == (
            "shop.user.v1.USER_ERR_NOT_FOUND",
            "user.shop.example.com",
        )


def test_a_default_client_gets_it_100_times_of_100(
    addresses: dict[str, str], shop: ModuleType
) -> None:
    with grpc.insecure_channel(addresses["sync"]) as channel:
        method: Any = channel.unary_unary("/test.Shop/unary_unary")
        for turn in range(100):
            with pytest.raises(grpc.RpcError) as caught:
                method(b"large" if turn % 2 else b"cjk", timeout=20)
            error = from_error(caught.value)
            assert (
                isinstance(error, shop.UserErrNotFound) and error.domain == "user.shop.example.com"
            )


@everywhere
@each_client
@each_kind
def test_good_calls_are_left_alone(
    addresses: dict[str, str], server: str, client: str, kind: str
) -> None:
    count, raised = CLIENTS[client](addresses[server], kind, "ok")
    assert raised is None
    assert count == (MESSAGES_BEFORE_THE_ERROR if kind.endswith("stream") else 1)


def test_a_method_that_does_not_exist(addresses: dict[str, str]) -> None:
    for server in SERVERS:
        with grpc.insecure_channel(addresses[server]) as channel, pytest.raises(EgoError) as caught:
            typed(channel).unary_unary("/test.Shop/Nothing")(b"", timeout=20)
        assert caught.value.status is Status.UNIMPLEMENTED


def test_futures_of_a_typed_channel(addresses: dict[str, str], shop: ModuleType) -> None:
    with grpc.insecure_channel(addresses["sync"]) as channel:
        method = typed(channel).unary_unary("/test.Shop/unary_unary")
        done: list[Any] = []
        future = method.future(b"declared", timeout=20)
        future.add_done_callback(done.append)
        assert isinstance(future.exception(), shop.UserErrNotFound)
        with pytest.raises(shop.UserErrNotFound):
            future.result()
        assert future.done() and not future.cancelled() and not future.running()
        assert (future.code(), future.details()) == (
            grpc.StatusCode.NOT_FOUND,
            "user 四 🛒 not found",
        )
        assert future.traceback() is not None and future.initial_metadata() is not None
        assert is_(future, shop.UserErrNotFound), "a finished call is read like its error"
        good = method.future(b"ok", timeout=20)
        assert (good.result(), good.exception(), from_error(good)) == (b"ok", None, None)
        response, finished = method.with_call(b"ok", timeout=20)
        assert response == b"ok" and finished.code() is grpc.StatusCode.OK


def test_a_call_that_has_not_ended_is_no_error(addresses: dict[str, str]) -> None:
    with grpc.insecure_channel(addresses["sync"]) as channel:
        method: Any = channel.unary_stream("/test.Shop/unary_stream")
        responses = method(b"declared", timeout=20)
        started = from_error(responses) if responses.is_active() else None
        assert started is None
        with pytest.raises(grpc.RpcError):
            list(responses)
        assert from_error(responses) is not None


def test_asyncio_calls_are_read_when_they_have_ended(
    addresses: dict[str, str], shop: ModuleType
) -> None:
    async def run(interceptors: Any) -> None:
        async with grpc.aio.insecure_channel(
            addresses["asyncio"], interceptors=interceptors
        ) as channel:
            method: Any = channel.unary_unary("/test.Shop/unary_unary")
            failing = method(b"declared", timeout=20)
            assert from_error(failing) is None, "it has not ended"
            assert isinstance(await from_error_async(failing), shop.UserErrNotFound)
            assert isinstance(from_error(failing), shop.UserErrNotFound)
            good = method(b"ok", timeout=20)
            assert await good == b"ok"
            assert await from_error_async(good) is None and from_error(good) is None
            assert await good.code() is grpc.StatusCode.OK
            assert isinstance(await from_error_async(shop.UserErrNotFound()), shop.UserErrNotFound)

    asyncio.run(run(()))
    asyncio.run(run(async_client_interceptors()))


def test_asyncio_request_streams_can_be_written(
    addresses: dict[str, str], shop: ModuleType
) -> None:
    async def run() -> None:
        interceptors = async_client_interceptors()
        async with grpc.aio.insecure_channel(
            addresses["asyncio"], interceptors=interceptors
        ) as channel:
            call: Any = channel.stream_unary("/test.Shop/stream_unary")(timeout=20)
            await call.write(b"first")
            await call.write(b"declared")
            await call.done_writing()
            with pytest.raises(shop.UserErrNotFound):
                await call
            both: Any = channel.stream_stream("/test.Shop/stream_stream")(timeout=20)
            await both.write(b"declared")
            await both.done_writing()
            assert await both.read() == b"declared"
            with pytest.raises(shop.UserErrNotFound):
                await both.read()

    asyncio.run(run())


def test_a_cancelled_call_is_cancelled(addresses: dict[str, str]) -> None:
    with grpc.insecure_channel(addresses["sync"]) as channel:
        responses = typed(channel).unary_stream("/test.Shop/unary_stream")(b"ok", timeout=20)
        responses.cancel()
        with pytest.raises(EgoError) as caught:
            list(responses)
        assert caught.value.status is Status.CANCELLED


def test_a_deadline_is_a_deadline() -> None:
    with grpc.insecure_channel("127.0.0.1:1") as channel:  # nobody listens there
        method = typed(channel).unary_unary("/test.Shop/unary_unary")
        with pytest.raises(EgoError) as late:
            method(b"ok", timeout=0.05, wait_for_ready=True)
    assert late.value.status is Status.DEADLINE_EXCEEDED


@everywhere
@each_kind
def test_a_code_that_the_handler_had_set_is_kept(
    addresses: dict[str, str], server: str, kind: str
) -> None:
    """Generated code of a method that nobody wrote sets UNIMPLEMENTED and raises."""
    _, error = call(addresses, server, "plain", kind, "set code")
    assert (error.status, error.message) == (Status.UNIMPLEMENTED, "not written")


def test_what_a_server_would_send_is_what_to_status_says(
    shop: ModuleType, addresses: dict[str, str]
) -> None:
    _, error = call(addresses, "sync", "plain", "unary_unary", "declared")
    twin = from_status(error.status, error.message, to_status(error).details_bytes)
    assert twin is not None and to_status(twin).details_bytes == to_status(error).details_bytes
    assert is_(twin, shop.UserErrNotFound)


def test_a_status_can_be_handed_to_grpc_without_an_interceptor(shop: ModuleType) -> None:
    def behavior(_request: bytes, context: Any) -> bytes:
        context.abort_with_status(to_status(shop.UserErrNotFound(uid="42")))
        return b""

    methods: Any = {"M": grpc.unary_unary_rpc_method_handler(behavior)}
    with ThreadPoolExecutor(1) as pool:
        server = grpc.server(pool)
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("t.S", methods),))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        with (
            grpc.insecure_channel(f"127.0.0.1:{port}") as channel,
            pytest.raises(EgoError) as caught,
        ):
            typed(channel).unary_unary("/t.S/M")(b"", timeout=20)
        server.stop(None).wait()
    assert isinstance(caught.value, shop.UserErrNotFound)
    assert caught.value.message == "user 42 not found"


def test_a_status_can_be_handed_to_grpc_aio_without_an_interceptor(shop: ModuleType) -> None:
    async def behavior(_request: bytes, context: Any) -> bytes:
        await context.abort_with_status(to_status(shop.UserErrNotFound(uid="42")))
        return b""

    async def run() -> None:
        server = grpc.aio.server()
        methods: Any = {"M": grpc.unary_unary_rpc_method_handler(behavior)}
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("t.S", methods),))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        interceptors = async_client_interceptors()
        async with grpc.aio.insecure_channel(
            f"127.0.0.1:{port}", interceptors=interceptors
        ) as channel:
            method: Any = channel.unary_unary("/t.S/M")
            with pytest.raises(shop.UserErrNotFound, match="user 42 not found"):
                await method(b"", timeout=20)
        await server.stop(None)

    asyncio.run(run())
