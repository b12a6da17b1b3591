"""Server: a local registry over HTTP, for the package managers that want a URL. Loopback by default, read only."""

from __future__ import annotations

import json
import re
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfileobj
from urllib.parse import quote, unquote, urljoin, urlsplit

from ego_ci.registries.simple_index import normalized

HOST = "127.0.0.1"
_TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json"}
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")
_PACKAGE = re.compile(r"/npm/((?:@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*)")
_PROJECT = re.compile(r"/simple/([^/]+)/?")


def serve(
    root: Path, port: int = 0, host: str = HOST, *, upstream: str = ""
) -> ThreadingHTTPServer:
    """A server for a registry's folder, bound and not yet running; port 0 takes a free one.

    npm asks one registry for everything that has no scope: packages that are not in the folder are
    looked for at `upstream` (an address with a slash at its end), if one is given. The caller runs
    `serve_forever()` and closes it. Raises OSError if the port is taken.
    """
    server = ThreadingHTTPServer(
        (host, port), partial(Handler, root=root.resolve(), upstream=upstream)
    )
    server.daemon_threads = True
    return server


def url_of(server: ThreadingHTTPServer) -> str:
    """The base URL of a bound server."""
    return f"http://{server.server_address[0]!s}:{server.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with files of one folder; hidden files, and all outside of it, are not there."""

    protocol_version = "HTTP/1.1"
    server_version = "ego-registry"
    sys_version = ""
    timeout = 30
    """Seconds after which an idle connection is closed."""

    def __init__(self, *args: object, root: Path, upstream: str) -> None:
        self.root = root
        self.upstream = upstream
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
        if file is None and self.upstream and (match := _PACKAGE.fullmatch(path)):
            return self._redirect(self.upstream + quote(match[1], safe="@"), HTTPStatus.FOUND)
        if file is None:
            return self._nothing()
        if file.is_dir() and (file / "index.json").is_file():
            return self._send_packument(file / "index.json", f"/{path.strip('/')}/")
        if path.startswith("/composer/") and path.endswith(".json"):
            return self._send_composer(file)
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

    def _send_packument(self, file: Path, path: str) -> None:
        """A document of npm: in the folder its addresses are relative, npm wants to know host and port."""
        try:
            document = json.loads(file.read_bytes())
            base = f"{self._url()}{quote(path, safe='/@')}"
            for version in document["versions"].values():
                dist = version["dist"]
                dist["tarball"] = urljoin(base, dist["tarball"])
        except (OSError, ValueError, LookupError, TypeError):
            return self._nothing()
        return self._send_json(json.dumps(document, ensure_ascii=False))

    def _send_composer(self, file: Path) -> None:
        """A page of Composer, which has to name absolute addresses: those of the folder become ours."""
        try:
            first = json.loads((self.root / "composer" / "packages.json").read_bytes())
            base = first["metadata-url"].removesuffix("/p2/%package%.json")
            text = file.read_text("utf-8")
        except (OSError, ValueError, LookupError, AttributeError):
            return self._nothing()
        told = json.dumps(base).strip('"')
        return self._send_json(text.replace(told, f"{self._url()}/composer"))

    def _send_json(self, text: str) -> None:
        data = text.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _url(self) -> str:
        """The address that the client used, if it names a host that could be us; else our own."""
        host = self.headers.get("Host", "")
        address, port = self.connection.getsockname()[:2]
        return f"http://{host if _HOST.fullmatch(host) else f'{address}:{port}'}"

    def _redirect(self, location: str, status: HTTPStatus = HTTPStatus.MOVED_PERMANENTLY) -> None:
        self.send_response(status)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _nothing(self) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal belongs to whoever started the server."""
