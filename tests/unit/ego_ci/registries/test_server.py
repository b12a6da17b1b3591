"""The registry over HTTP: this machine only, read only, and nothing outside of its folder."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from ego_ci.registries import server
from ego_ci.registries.local import Local

from tests.e2e.publish import packages
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


@pytest.fixture
def all_ports(tmp_path: Path) -> Iterator[int]:
    """A served registry with packages for npm and Composer, which passes on what it does not have."""
    registry = Local("local", tmp_path / "all")
    registry.publish(packages.npm(tmp_path / "npm"))
    registry.publish(packages.php(tmp_path / "php"))
    running = server.serve(registry.root, upstream="https://npm.example.com/")
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize("path", ["/npm/@acme%2fshop-client", "/npm/@acme/shop-client"])
def test_a_document_of_npm_has_addresses_that_npm_can_follow(path: str, all_ports: int) -> None:
    status, headers, body = ask(all_ports, path)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    tarball = json.loads(body)["versions"]["1.0.0"]["dist"]["tarball"]
    prefix = f"http://127.0.0.1:{all_ports}"
    assert tarball.startswith(f"{prefix}/npm/@acme/shop-client/-/")
    assert ask(all_ports, tarball.removeprefix(prefix))[0] == 200


def test_a_page_of_composer_leads_to_the_server_that_was_asked(all_ports: int) -> None:
    base = f"http://127.0.0.1:{all_ports}/composer"
    first = json.loads(ask(all_ports, "/composer/packages.json")[2])
    assert first["metadata-url"] == f"{base}/p2/%package%.json"
    page = json.loads(ask(all_ports, "/composer/p2/acme/shop-client.json")[2])
    url = page["packages"]["acme/shop-client"][0]["dist"]["url"]
    assert url.startswith(f"{base}/dist/")
    assert ask(all_ports, url.removeprefix(f"http://127.0.0.1:{all_ports}"))[0] == 200


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/npm/left-pad", "https://npm.example.com/left-pad"),
        ("/npm/@grpc%2fgrpc-js", "https://npm.example.com/@grpc%2Fgrpc-js"),
        ("/npm/@acme/shop-client", ""),
        ("/npm/../x", ""),
        ("/npm/a/b/c", ""),
        ("/simple/left-pad/", ""),
    ],
)
def test_npm_is_sent_on_for_what_is_not_there_and_nobody_else(
    path: str, location: str, all_ports: int
) -> None:
    status, headers, _ = ask(all_ports, path)
    assert headers.get("Location", "") == location
    assert (status == 302) == bool(location)
