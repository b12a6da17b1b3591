"""Server: a local registry over HTTP, for the package managers that want a URL. Loopback only, read only."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfileobj
from urllib.parse import quote, unquote, urlsplit

from ego_ci.registries.simple_index import normalized

HOST = "127.0.0.1"
_TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json"}
_PROJECT = re.compile(r"/simple/([^/]+)/?")


def serve(root: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server for a registry's folder, bound and not yet running; port 0 takes a free one.

    The caller runs `serve_forever()` and closes it. Raises OSError if the port is taken.
    """
    server = ThreadingHTTPServer((HOST, port), partial(Handler, root=root.resolve()))
    server.daemon_threads = True
    return server


def url_of(server: ThreadingHTTPServer) -> str:
    """The base URL of a bound server."""
    return f"http://{HOST}:{server.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with files of one folder; hidden files, and all outside of it, are not there."""

    protocol_version = "HTTP/1.1"
    server_version = "ego-registry"
    sys_version = ""
    timeout = 30
    """Seconds after which an idle connection is closed."""

    def __init__(self, *args: object, root: Path) -> None:
        self.root = root
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answers with a file, a redirect to its right address, or 404."""
        path = unquote(urlsplit(self.path).path)
        if path == "/":
            return self._redirect("/simple/")
        if (match := _PROJECT.fullmatch(path)) and path != (
            right := f"/simple/{normalized(match[1])}/"
        ):
            return self._redirect(quote(right))
        file = self._file(path)
        if file is None:
            return self._nothing()
        if file.is_dir():
            if not path.endswith("/"):
                return self._redirect(quote(f"/{path.strip('/')}/"))
            file = file / "index.html"
        return self._send(file)

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def _file(self, path: str) -> Path | None:
        """The file or folder of a path; None if it is none of ours, whatever the path is made of."""
        parts = path.split("/")
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        try:
            file = self.root.joinpath(*filter(None, parts)).resolve(strict=True)
        except (OSError, ValueError):
            return None
        return file if file.is_relative_to(self.root) else None

    def _send(self, file: Path) -> None:
        try:
            stream = file.open("rb")
        except OSError:
            return self._nothing()
        with stream:
            self.send_response(HTTPStatus.OK)
            kind = _TYPES.get(file.suffix, "application/octet-stream")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(file.stat().st_size))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if self.command != "HEAD":
                copyfileobj(stream, self.wfile)
        return None

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _nothing(self) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal belongs to whoever started the server."""
