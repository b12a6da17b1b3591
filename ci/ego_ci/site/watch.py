"""Serves a site that is being written: loopback only, and every open page reloads when the site was made anew."""

from __future__ import annotations

import mimetypes
import queue
import threading
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
_EVENTS, _SCRIPT = "/~events", "/~watch.js"
_RELOAD = f'"use strict";\nnew EventSource("{_EVENTS}").addEventListener("made", () => location.reload());\n'
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_ALIVE = 15.0
"""Seconds between two signs of life to a page that waits."""


class Pages:
    """The pages that are open."""

    def __init__(self) -> None:
        self._open: set[queue.SimpleQueue[str]] = set()
        self._guard = threading.Lock()

    def opened(self) -> queue.SimpleQueue[str]:
        """A page that waits for news."""
        found: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self._guard:
            self._open.add(found)
        return found

    def closed(self, page: queue.SimpleQueue[str]) -> None:
        """A page that went away."""
        with self._guard:
            self._open.discard(page)

    def tell(self) -> None:
        """The site was made anew."""
        with self._guard:
            for page in self._open:
                page.put("made")


def serve(root: Path, pages: Pages, port: int = 0) -> ThreadingHTTPServer:
    """A server for a folder, bound and not yet running; port 0 takes a free one. OSError if the port is taken."""
    server = ThreadingHTTPServer((HOST, port), partial(Handler, root=root, pages=pages))
    server.daemon_threads = True
    return server


class Handler(BaseHTTPRequestHandler):
    """Answers GET with files of the folder, with the script that reloads, and with the stream of news."""

    protocol_version = "HTTP/1.1"
    server_version = "ego-docs"
    sys_version = ""

    def __init__(self, *args: object, root: Path, pages: Pages) -> None:
        self.root = root
        self.pages = pages
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """One request."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in _NAMES:  # another site's name that leads here: somebody else's page asks
            return self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
        path = unquote(urlsplit(self.path).path)
        if path == _EVENTS:
            return self._news()
        if path == _SCRIPT:
            return self._send(HTTPStatus.OK, _RELOAD.encode(), "text/javascript")
        return self._file(path)

    def _file(self, path: str) -> None:
        root = self.root.resolve()
        file = (root / path.lstrip("/")).resolve()
        if file.is_dir():
            file = file / "index.html"
        if "\0" in path or not file.is_relative_to(root) or not file.is_file():
            return self._send(HTTPStatus.NOT_FOUND, b"not here", "text/plain")
        data = file.read_bytes()
        if file.suffix == ".html":
            script = f'<script src="{_SCRIPT}" defer></script></head>'
            data = data.replace(b"</head>", script.encode(), 1)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return self._send(HTTPStatus.OK, data, f"{kind}; charset=utf-8")

    def _news(self) -> None:
        page = self.pages.opened()
        try:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            self.end_headers()
            while True:
                try:
                    event = page.get(timeout=_ALIVE)
                    self.wfile.write(f"event: {event}\ndata: {event}\n\n".encode())
                except queue.Empty:
                    self.wfile.write(b": still here\n\n")
                self.wfile.flush()
        except OSError:
            self.close_connection = True
        finally:
            self.pages.closed(page)

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal shows what was built."""
