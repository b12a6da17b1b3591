"""Live calls: ext-grpc's client against a Python server, and its server against a Python client, in all kinds."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from egoerrors import EgoError, ErrorCode, ServerInterceptor, Status, from_error, is_

from tests.golden.test_golden import protos
from tests.php.toolchain import CASES, project, run, with_grpc
from tests.php.toolchain import grpc as php_grpc
from tests.protos import generated

NOT_FOUND = ErrorCode(
    full_name="shop.user.v1.USER_ERR_NOT_FOUND",
    status=Status.NOT_FOUND,
    domain="user.shop.example.com",
    message="user {uid} not found",
)
KINDS = ("Get", "Watch", "Collect", "Chat")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files, own = protos("shop")
    return project(
        tmp_path_factory.mktemp("shop"), generated(files, "target=errors:php", generate=own)
    )


def _answer(asked: bytes) -> bytes:
    error = EgoError.from_code(NOT_FOUND, metadata={"uid": "42"})
    if asked == b"ego":
        raise error
    if asked == b"foreign":
        raise ValueError("secret")
    if asked == b"large":
        raise error.add_metadata({"note": "n" * 20_000}).with_message("找" * 2000)
    return b"fine " + asked


def _handlers() -> grpc.GenericRpcHandler:
    def watch(request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:  # noqa: ARG001
        yield from (b"a", b"b", b"c", _answer(request)) if request == b"x" else (b"a", b"b", b"c")
        if request != b"x":
            _answer(request)

    def chat(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:  # noqa: ARG001
        last = b""
        for last in requests:
            yield last
        yield _answer(last)

    return grpc.method_handlers_generic_handler(
        "live.v1.Live",
        {
            "Get": grpc.unary_unary_rpc_method_handler(lambda request, _: _answer(request)),
            "Watch": grpc.unary_stream_rpc_method_handler(watch),
            "Collect": grpc.stream_unary_rpc_method_handler(
                lambda requests, _: _answer(list(requests)[-1])
            ),
            "Chat": grpc.stream_stream_rpc_method_handler(chat),
        },
    )


def test_a_php_client_catches_what_a_python_server_raises(shop: Path) -> None:
    server = grpc.server(futures.ThreadPoolExecutor(4), interceptors=[ServerInterceptor()])
    server.add_generic_rpc_handlers((_handlers(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        command = with_grpc(CASES / "client.php", str(shop), str(php_grpc()), f"127.0.0.1:{port}")
        assert run(*command, cwd=shop) == "all right\n"
    finally:
        server.stop(None)


class PhpServer:
    """The PHP server, and a Python client that calls it."""

    def __init__(self, shop: Path, log: Path) -> None:
        self._log = log
        command = with_grpc(CASES / "server.php", str(shop), str(php_grpc()))
        with log.open("wb") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        assert self.process.stdout
        self.port = int(self.process.stdout.readline() or 0)
        assert self.port, log.read_text("utf-8")
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")

    def call(self, kind: str, asked: bytes) -> list[bytes]:
        """The responses of a call."""
        path = f"/live.v1.Live/{kind}"
        channel: Any = self.channel  # the stubs of grpcio want serializers
        if kind == "Get":
            return [channel.unary_unary(path)(asked, timeout=20)]
        if kind == "Collect":
            return [channel.stream_unary(path)(iter([b"first", asked]), timeout=20)]
        if kind == "Watch":
            return list(channel.unary_stream(path)(asked, timeout=20))
        return list(channel.stream_stream(path)(iter([asked] * 3), timeout=20))

    def error(self, kind: str, asked: bytes) -> Any:
        """The native error of a call: a `grpc.RpcError` that is a `grpc.Call` too."""
        with pytest.raises(grpc.RpcError) as caught:
            self.call(kind, asked)
        return caught.value

    def logged(self) -> str:
        """What the server has logged so far."""
        return self._log.read_text("utf-8")

    def close(self) -> None:
        """Ends the server."""
        self.channel.close()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhpServer]:
    started = PhpServer(shop, tmp_path_factory.mktemp("log") / "log.txt")
    yield started
    started.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_ends_well_passes(server: PhpServer, kind: str) -> None:
    before = {"Watch": [b"a", b"b", b"c"], "Chat": [b"x"] * 3}.get(kind, [])
    assert server.call(kind, b"x") == [*before, b"fine x"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", [b"ego", b"wrapped"])
def test_an_exception_arrives(server: PhpServer, kind: str, asked: bytes) -> None:
    error = from_error(server.error(kind, asked))
    assert error is not None
    assert is_(error, NOT_FOUND)
    assert (error.status, error.message, error.domain) == (
        Status.NOT_FOUND,
        "user 42 not found",
        "user.shop.example.com",
    )
    assert dict(error.metadata) == {"uid": "42"}
    assert not error.details_broken
    assert "secret" not in str(error.__cause__)


@pytest.mark.parametrize("kind", KINDS)
def test_trailers_that_the_handler_had_set_are_kept(server: PhpServer, kind: str) -> None:
    native = server.error(kind, b"kept")
    trailers = native.trailing_metadata()
    assert ("x-kept", "1") in trailers
    assert len([key for key, _ in trailers if key == "grpc-status-details-bin"]) == 1
    assert is_(native, NOT_FOUND)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("asked", "name"), [(b"foreign", "DomainException"), (b"type", "ArgumentCountError")]
)
def test_a_foreign_exception_is_logged_and_tells_nothing(
    server: PhpServer, kind: str, asked: bytes, name: str
) -> None:
    before = server.logged().count(f"logged {name}")
    native = server.error(kind, asked)
    assert native.code() is grpc.StatusCode.UNKNOWN
    assert native.details() == ""
    assert server.logged().count(f"logged {name}") == before + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_that_the_handler_had_set_is_sent(server: PhpServer, kind: str) -> None:
    native = server.error(kind, b"code")
    assert (native.code(), native.details()) == (grpc.StatusCode.UNAVAILABLE, "busy")
    assert ("x-kept", "1") in native.trailing_metadata()
    assert "grpc-status-details-bin" not in dict(native.trailing_metadata())


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_too_large_arrives_shortened(server: PhpServer, kind: str) -> None:
    error = from_error(server.error(kind, b"large"))
    assert error is not None
    assert is_(error, NOT_FOUND)
    assert error.metadata["ego-truncated"] == "1"
    assert error.message.startswith("找找找")


def test_an_exception_behind_the_end_of_a_call_is_only_logged(server: PhpServer) -> None:
    assert server.call("Watch", b"after") == [b"a", b"b", b"c", b"fine after"]
    assert server.call("Get", b"x") == [b"fine x"]
    assert "logged DomainException: secret" in server.logged()
