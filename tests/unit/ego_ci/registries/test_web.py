"""HTTP to a registry: the token stays at home, and what others answer for the registry is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest
from ego_ci.problem import Problem
from ego_ci.registries.credentials import Credentials
from ego_ci.registries.web import Refused, Web

from tests.e2e.publish.servers import HOST, Quiet, Server, running


@dataclass
class Script:
    """What a server answers, path by path, and who asked."""

    answers: dict[str, list[tuple[int, bytes, dict[str, str]]]] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)


class Scripted(Quiet):
    """Answers as the script says; the last answer of a path stays."""

    def __init__(self, *args: object, script: Script) -> None:
        self.script = script
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:  # noqa: N802 - http.server dictates it
        self.body()
        self.script.seen.append((self.path, self.headers.get("Authorization", "")))
        answers = self.script.answers.get(self.path.partition("?")[0], [(404, b"", {})])
        self.answer(*(answers.pop(0) if len(answers) > 1 else answers[0]))

    do_PUT = do_GET  # noqa: N815 - http.server dictates it


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    with running(Server((HOST, 0), partial(Scripted, script=script))) as server:
        yield server


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def home(script: Script) -> Iterator[Web]:
    with serving(script) as server:
        credentials = Credentials("ci", "TOKEN", token="secret-token")
        yield Web(
            "home",
            f"{server.url}/",
            {"Authorization": credentials.basic},
            credentials.secrets,
            "look at $TOKEN",
        )


def test_a_page_that_another_host_has_is_no_page_of_the_registry(script: Script, home: Web) -> None:
    elsewhere = Script({"/shop": [(200, b"somebody else's", {})]})
    with serving(elsewhere) as other:
        away = f"http://localhost:{other.server_address[1]}/shop"
        script.answers["/shop"] = [(302, b"", {"Location": away})]
        assert home.page(f"{home.base}shop") is None
        assert home.file(f"{home.base}shop") is None
    assert elsewhere.seen == []


def test_a_file_is_fetched_from_a_storage_without_the_token(script: Script, home: Web) -> None:
    storage = Script({"/0a1b": [(200, b"bytes", {})]})
    with serving(storage) as other:
        away = f"http://localhost:{other.server_address[1]}/0a1b?X-Signature=1"
        script.answers["/shop.whl"] = [(302, b"", {"Location": away})]
        assert home.file(f"{home.base}shop.whl") == b"bytes"
    assert storage.seen == [("/0a1b?X-Signature=1", "")]
    assert script.seen[0][1].startswith("Basic ")


def test_a_redirect_at_home_keeps_the_token(script: Script, home: Web) -> None:
    script.answers |= {"/a": [(301, b"", {"Location": "/b"})], "/b": [(200, b"here", {})]}
    assert home.page(f"{home.base}a") == b"here"
    assert all(given for _, given in script.seen)


def test_an_upload_follows_no_redirect_and_says_where_it_leads(script: Script, home: Web) -> None:
    script.answers["/a"] = [(307, b"", {"Location": "http://u:p@elsewhere.example.com/x?sig=1"})]
    with pytest.raises(Refused) as caught:
        home.put(f"{home.base}a", b"x")
    assert "http://elsewhere.example.com/x:" in caught.value.remedy
    assert "sig=" not in caught.value.remedy and "u:p" not in caught.value.remedy


def test_a_busy_server_is_asked_again_but_never_told_again(
    script: Script, home: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    script.answers["/a"] = [(503, b"", {}), (503, b"", {}), (200, b"at last", {})]
    assert home.page(f"{home.base}a") == b"at last"
    script.answers["/b"] = [(503, b"", {}), (200, b"", {})]
    with pytest.raises(Refused, match="answered 503 Service Unavailable to PUT"):
        home.put(f"{home.base}b", b"x")
    assert [path for path, _ in script.seen] == ["/a", "/a", "/a", "/b"]


def test_a_refusal_names_the_variable_and_shows_no_secret(script: Script, home: Web) -> None:
    script.answers["/a"] = [(403, b"no: secret-token\x1b[31m and c2VjcmV0", {})]
    with pytest.raises(Refused) as caught:
        home.put(f"{home.base}a", b"x")
    assert caught.value.remedy == "look at $TOKEN"
    assert "secret-token" not in caught.value.output and "\x1b" not in caught.value.output
    assert caught.value.status == 403


def test_a_circle_of_redirects_ends(script: Script, home: Web) -> None:
    script.answers["/a"] = [(302, b"", {"Location": "/a"})]
    with pytest.raises(Problem, match="in a circle"):
        home.page(f"{home.base}a")


@pytest.mark.parametrize("token", ["a\nb", "a b", "schlüssel", "a\r"])
def test_a_token_with_a_line_break_would_say_more_than_it_should(token: str) -> None:
    if token == "a\r":
        assert Credentials.of({"T": token}, user="u", variable="T", setting="s").token == "a"
        return
    with pytest.raises(Problem) as caught:
        Credentials.of({"T": token}, user="u", variable="T", setting="s")
    assert token not in str(caught.value)


def test_every_spelling_of_a_token_is_masked() -> None:
    found = Credentials("ci", "T", token="a'b/c")
    assert {"a'b/c", "a%27b%2Fc", "'a'\"'\"'b/c'"} <= {*found.secrets}
    assert found.basic.removeprefix("Basic ") in found.secrets
    assert "a'b/c" not in repr(found)
