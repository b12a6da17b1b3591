"""A gate before a registry: every request passes through it, and a test decides what happens at a write."""

from __future__ import annotations

import http.client
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.publish.servers import HOST, Quiet, Server, running

Hook = Callable[[str], None]
"""Told "before" or "after" a write has reached the registry, or "read"."""
_OURS = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Gate(Quiet):
    """Passes requests on, writes one at a time."""

    def __init__(self, *args: object, upstream: str, hook: Hook, lock: threading.Lock) -> None:
        self.upstream = upstream
        self.hook = hook
        self.lock = lock
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._pass()

    def do_PUT(self) -> None:
        self._write()

    def do_POST(self) -> None:
        if self.path.endswith("/git-upload-pack"):  # how git reads
            self._pass()
        else:
            self._write()

    def _write(self) -> None:
        body = self.body()
        self.hook("before")
        with self.lock:
            answer = self._ask(body)
        self.hook("after")
        self.answer(*answer)

    def _pass(self) -> None:
        self.hook("read")
        self.answer(*self._ask(self.body()))

    def _ask(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        parts = urlsplit(self.upstream)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _OURS}
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return (
            answer.status,
            content,
            {k: v for k, v in answer.getheaders() if k.lower() not in _OURS},
        )


@contextmanager
def gate(upstream: str, hook: Hook) -> Iterator[str]:
    """A gate before a server; its address."""
    handler = partial(Gate, upstream=upstream, hook=hook, lock=threading.Lock())
    with running(Server((HOST, 0), handler)) as server:
        yield server.url


def kill(pid: int) -> None:
    """Kills a process and everything that it started, as the end of a CI job does."""
    family = [pid, *descendants(pid)]
    for member in family:
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                child = int(stat.parent.name)
                found += [child, *descendants(child)]
    return found
