"""A Maven repository over HTTP, as Nexus and Artifactory behave: PUT with basic auth, no released file is replaced."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from tests.e2e.publish.servers import HOST, Quiet, Server, running

_LOCK = threading.Lock()


class Repository(Quiet):
    """Files below a folder; `maven-metadata.xml` and its checksums may change, nothing else."""

    def __init__(self, *args: object, root: Path, user: str, token: str) -> None:
        self.root = root
        self.basic = "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        file = self._file()
        if file.is_file():
            self.answer(200, file.read_bytes())
        else:
            self.answer(404)

    def do_PUT(self) -> None:
        body = self.body()
        if self.headers.get("Authorization") != self.basic:
            self.answer(401, b"who are you?", {"WWW-Authenticate": 'Basic realm="maven"'})
            return
        with _LOCK:
            status = self._store(self._file(), body)
        self.answer(status)

    def _store(self, file: Path, body: bytes) -> int:
        if file.exists() and not file.name.startswith("maven-metadata.xml"):
            return 409
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        return 201

    def _file(self) -> Path:
        parts = [part for part in unquote(self.path).split("/") if part]
        assert ".." not in parts
        return self.root.joinpath(*parts)


@contextmanager
def maven_repository(folder: Path, *, user: str, token: str) -> Iterator[str]:
    """Runs a repository on a folder. Yields its address."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = partial(Repository, root=folder, user=user, token=token)
    with running(Server((HOST, 0), handler)) as server:
        yield server.url
