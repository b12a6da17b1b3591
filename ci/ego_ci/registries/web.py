"""Web: HTTP as registries need it. A token goes to one host only, and into no message."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from ego_ci.problem import Problem
from ego_ci.process import mask

TIMEOUT = 60.0
"""Seconds of silence after which a server is given up."""
_TRIES = 3
_BUSY = frozenset({429, 502, 503, 504})
"""A question is asked again after these; an upload never is, because the server may have taken it."""
_HOPELESS = (ConnectionRefusedError, socket.gaierror, ssl.SSLError)
"""Nobody there, no such name, no trust: asking again in a second helps nobody."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_SHOWN = 600
"""So much of a refusal's body is shown."""


class Answer(NamedTuple):
    """What a server said. `url` is where, after redirects."""

    status: int
    headers: Message
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        """True for a 2xx status."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Web:
    """A client of one registry.

    Attributes:
        registry: its name in ego.yaml, for messages.
        base: the address whose host alone sees `headers`.
        headers: what authenticates us, e.g. {"Authorization": "Bearer …"}.
        secrets: what is masked in all that a server says.
        hint: what to look at when we are refused, e.g. the variable with the token.
    """

    registry: str
    base: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    hint: str = ""

    def page(self, url: str, *, accept: str = "*/*") -> bytes | None:
        """What a registry says about a package; None if it knows none.

        A redirect to another host is no answer: registries forward a question that they cannot answer to
        a public one, whose package of the same name is somebody else's.
        """
        answer = self._ask("GET", url, {"Accept": accept}, abroad=False)
        return self._body(answer, "GET", url)

    def file(self, url: str) -> bytes | None:
        """A file's bytes, None if there is none; wherever the registry stores it, the token stays here."""
        answer = self._ask("GET", url, {"Accept": "*/*"}, abroad=True)
        return self._body(answer, "GET", url)

    def put(self, url: str, body: bytes, *, kind: str = "application/octet-stream") -> Answer:
        """Uploads; raises Refused if the server does not take it."""
        answer = self._ask("PUT", url, {"Content-Type": kind}, body=body, abroad=False)
        if not answer.ok:
            raise self.refused(answer, "PUT", url)
        return answer

    def is_ours(self, url: str) -> bool:
        """True if an address is the registry's own: scheme, host and port."""
        return _origin(url) == _origin(self.base)

    def refused(self, answer: Answer, method: str, url: str) -> Refused:
        """The Problem of an answer that is none."""
        try:
            phrase = f" {HTTPStatus(answer.status).phrase}"
        except ValueError:
            phrase = ""
        if answer.status in (401, 403):
            remedy = self.hint or "name a token in ego.yaml: `token_env` of this registry"
        elif answer.status in _MOVED:
            remedy = f"it points to {_bare(str(answer.headers.get('Location')))}: set `url` to where it leads"
        else:
            remedy = "what it says is below; nothing is lost by running `ego publish` again"
        text = answer.body[:_SHOWN].decode("utf-8", "replace")
        shown = "".join(letter if letter.isprintable() else " " for letter in text).strip()
        return Refused(
            f"the registry {self.registry} answered {answer.status}{phrase} to {method} {_bare(url)}",
            remedy=remedy,
            output=mask(shown, self.secrets),
            status=answer.status,
        )

    def _body(self, answer: Answer, method: str, url: str) -> bytes | None:
        if answer.ok:
            return answer.body
        if answer.status in (404, 410):
            return None
        if answer.status in _MOVED and not self.is_ours(_target(answer)):
            return None  # forwarded, which is how some registries say that they have none
        raise self.refused(answer, method, url)

    def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        abroad: bool,
        body: bytes | None = None,
    ) -> Answer:
        for _ in range(5):
            own = self.headers if self.is_ours(url) else {}
            answer = self._once(method, url, {**headers, **own}, body)
            if answer.status not in _MOVED or method != "GET":
                return answer
            target = _target(answer)
            if not self.is_ours(target) and (not abroad or _is_forwarded(url, target)):
                return answer
            url = target
        raise Problem(f"the registry {self.registry} redirects in a circle: {_bare(url)}")

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        tries = _TRIES if method == "GET" else 1
        for attempt in range(1, tries + 1):
            try:
                answer = self._send(method, url, headers, body)
            except (OSError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", error)
                if attempt == tries or isinstance(reason, _HOPELESS):
                    raise self._unreachable(url, error) from None  # its text may hold a header
            else:
                if answer.status not in _BUSY or attempt == tries:
                    return answer
            time.sleep(attempt)
        raise AssertionError("a try returns or raises")

    def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        request = urllib.request.Request(
            url, data=body, method=method, headers={"User-Agent": "ego", **headers}
        )
        try:
            response = _OPENER.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return Answer(response.status, response.headers, response.read(), url)

    def _unreachable(self, url: str, error: Exception) -> Problem:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        text = mask(str(reason) or type(error).__name__, self.secrets)
        return Problem(
            f"the registry {self.registry} cannot be reached at {_bare(url)}: {text}",
            remedy="when it can, run `ego publish` again: it goes on where it stopped",
        )


class Refused(Problem):
    """A server said no. Its status is for messages; what is true is asked again."""

    def __init__(self, message: str, *, remedy: str, output: str, status: int) -> None:
        super().__init__(message, remedy=remedy, output=output)
        self.status = status


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: urllib would take the token along."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise Problem(f"{_bare(url)} is no address of HTTP")
    return (
        parts.scheme,
        parts.hostname or "",
        parts.port or {"http": 80, "https": 443}[parts.scheme],
    )


def _target(answer: Answer) -> str:
    return urljoin(answer.url, str(answer.headers.get("Location", "")))


def _is_forwarded(url: str, target: str) -> bool:
    """True if a question was passed on to another registry; False if the file is in a storage.

    A storage's address is signed, in its query, and does not repeat the path that was asked for.
    """
    asked, told = urlsplit(url), urlsplit(target)
    return not told.query and asked.path.split("/")[-2:] == told.path.split("/")[-2:]


def _bare(url: str) -> str:
    """An address without what may be secret in it: user, password and query (signed storage addresses)."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
