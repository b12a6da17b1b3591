"""The registry over HTTP: this machine only, read only, and nothing outside of its folder."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from ego_ci.registries import server
from ego_ci.registries.local import Local

from tests.unit.ego_ci.registries.wheels import wheel


@pytest.fixture
def registry(tmp_path: Path) -> Local:
    registry = Local("local", tmp_path / "registry")
    registry.publish(wheel(tmp_path / "new"))
    (tmp_path / "secret.txt").write_text("secret")
    (registry.root / "link").symlink_to(tmp_path / "secret.txt")
    return registry


@pytest.fixture
def port(registry: Local) -> Iterator[int]:
    running = server.serve(registry.root)
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()


def ask(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_pages_and_wheels_are_served_as_they_lie_in_the_folder(registry: Local, port: int) -> None:
    status, headers, body = ask(port, "/simple/shop-client/")
    assert status == 200
    assert headers["Content-Type"].startswith("text/html")
    assert body == (registry.root / "simple" / "shop-client" / "index.html").read_bytes()
    (file,) = (registry.root / "wheels").iterdir()
    assert ask(port, f"/wheels/{file.name}")[2] == file.read_bytes()
    status, headers, body = ask(port, f"/wheels/{file.name}", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, str(file.stat().st_size), b"")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/", "/simple/"),
        ("/simple", "/simple/"),
        ("/simple/Shop_Client/", "/simple/shop-client/"),
        ("/simple/shop-client", "/simple/shop-client/"),
    ],
)
def test_another_spelling_leads_to_the_right_address(port: int, path: str, location: str) -> None:
    status, headers, _ = ask(port, path)
    assert (status, headers["Location"]) == (301, location)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/simple/../../secret.txt",
        "/simple/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/link",
        "/.lock",
        "/wheels/%00",
        "/wheels/",
        "/nothing",
        "/simple/\r\nX-Evil:1",
    ],
)
def test_nothing_outside_of_the_folder_and_nothing_hidden_is_there(port: int, path: str) -> None:
    try:
        status, headers, body = ask(port, path)
    except (http.client.InvalidURL, ValueError):
        return  # not even the client lets this through
    assert status in (301, 404)
    assert b"secret" not in body and b"root:" not in body
    assert "X-Evil" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(port: int, method: str) -> None:
    assert ask(port, "/simple/", method)[0] == 501


def test_it_listens_on_loopback_only(registry: Local) -> None:
    running = server.serve(registry.root)
    try:
        assert running.server_address[0] == "127.0.0.1"
        assert server.url_of(running).startswith("http://127.0.0.1:")
    finally:
        running.server_close()
