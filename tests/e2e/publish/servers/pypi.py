"""pypiserver: a real Python package index; uploading wants a user, and no file is ever replaced."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from passlib.apache import HtpasswdFile

from tests.e2e.publish.servers import process

PROGRAM = """
import socketserver, sys
from wsgiref import simple_server
import pypiserver
class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
class Handler(simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass
app = pypiserver.app(
    roots=["packages"], password_file="htpasswd", authenticate=["update"], hash_algo=sys.argv[1]
)
server = simple_server.make_server("127.0.0.1", 0, app, Server, Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@contextmanager
def pypiserver(folder: Path, *, user: str, token: str, digest: str = "sha256") -> Iterator[str]:
    """Runs pypiserver on `folder`/packages; its pages carry digests of that kind. Yields its address."""
    (folder / "packages").mkdir(parents=True, exist_ok=True)
    passwords = HtpasswdFile(str(folder / "htpasswd"), new=True, default_scheme="apr_md5_crypt")
    passwords.set_password(user, token)
    passwords.save()
    env = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with process([sys.executable, "-c", PROGRAM, digest], cwd=folder, env=env) as url:
        yield url
