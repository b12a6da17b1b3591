"""git over http: git's own http-backend behind basic auth, as every forge has it; reading and writing want a token."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.ego import git
from tests.e2e.publish.servers import HOST, Quiet, Server, running


class Backend(Quiet):
    """Runs `git http-backend` (CGI, RFC 3875) for each request of somebody who may."""

    def __init__(self, *args: object, root: Path, user: str, token: str) -> None:
        self.root = root
        self.user = user
        self.basic = "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = self.body()
        if self.headers.get("Authorization") != self.basic:
            self.answer(401, b"", {"WWW-Authenticate": 'Basic realm="git"'})
            return
        parts = urlsplit(self.path)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": self.user,
            "REMOTE_ADDR": HOST,
            "REQUEST_METHOD": self.command,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=body, env=env, capture_output=True, check=False
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        status = int(headers.pop("Status", "200").split()[0])
        self.answer(status, content, headers)

    do_POST = do_GET


def bare(folder: Path) -> Path:
    """An empty repository that can be pushed to, with `main` as its branch."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "-b", "main")
    git(folder, "config", "http.receivepack", "true")
    return folder


@contextmanager
def git_server(folder: Path, *, user: str, token: str) -> Iterator[str]:
    """Serves the bare repositories below a folder. Yields its address."""
    handler = partial(Backend, root=folder, user=user, token=token)
    with running(Server((HOST, 0), handler)) as server:
        yield server.url
