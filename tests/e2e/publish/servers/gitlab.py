"""GitLab's package registry, as its documentation describes it: addresses, headers and tokens, each enforced.

It answers 400 to a header of another protocol's, 401 without the token, and 404 at any other address. What it
does not have it passes on to a public registry, by a redirect; files lie in a storage, whose addresses are signed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from functools import partial
from urllib.parse import unquote, urlsplit

from tests.e2e.publish.servers import HOST, Quiet, Server, running

USER = "gitlab-ci-token"
_API = r"/api/v4/projects/(?P<project>[^/]+)/packages"
_ROUTES = {
    "upload": re.compile(rf"{_API}/pypi"),
    "simple": re.compile(rf"{_API}/pypi/simple/(?P<name>[a-z0-9-]+)/?"),
    "wheel": re.compile(rf"{_API}/pypi/files/(?P<sha256>[0-9a-f]{{64}})/(?P<file>[^/]+)"),
    "packument": re.compile(rf"{_API}/npm/(?P<name>@[^/]+%2[fF][^/]+)"),
    "tarball": re.compile(rf"{_API}/npm/(?P<name>@[^/]+/[^/]+)/-/(?P<file>.+\.tgz)"),
    "maven": re.compile(rf"{_API}/maven/(?P<path>.+)"),
    "generic": re.compile(rf"{_API}/generic/(?P<path>[^/]+/[^/]+/[^/]+)"),
}


@dataclass
class Project:
    """One project's packages. token: the job's; header: how Maven and generic packages want it."""

    id: str
    token: str
    header: str = "Job-Token"
    user: str = USER
    files: dict[str, bytes] = field(default_factory=dict)
    packuments: dict[str, dict[str, object]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


class Api(Quiet):
    """The API of one project."""

    def __init__(self, *args: object, project: Project, abroad: str) -> None:
        self.project = project
        self.abroad = abroad
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._route()

    def do_PUT(self) -> None:
        self._route()

    def do_POST(self) -> None:
        self._route()

    def _route(self) -> None:
        body = self.body()
        path = urlsplit(self.path).path
        self.project.requests.append(f"{self.command} {path}")
        for name, route in _ROUTES.items():
            match = route.fullmatch(path)
            if match and match["project"] == self.project.id:
                handler = getattr(self, f"_{self.command.lower()}_{name}", None)
                kind = {"upload": "basic", "simple": "basic", "wheel": "basic"}.get(name, name)
                status = self._authenticated(kind)
                if handler is None or status != 200:
                    self.answer(status if handler else 405)
                else:
                    handler(body, **{k: v for k, v in match.groupdict().items() if k != "project"})
                return
        self.answer(404, b'{"message":"404 Not Found"}')

    def _authenticated(self, kind: str) -> int:
        """200 if the token comes the way that this protocol's documentation names, and no other."""
        token, header = self.project.token, self.project.header
        basic = base64.b64encode(f"{self.project.user}:{token}".encode()).decode()
        wanted = {
            "basic": {"Authorization": f"Basic {basic}"},
            "packument": {"Authorization": f"Bearer {token}"},
            "tarball": {"Authorization": f"Bearer {token}"},
            "maven": {header: token},
            "generic": {header: token},
        }[kind]
        names = ("Authorization", "Job-Token", "Deploy-Token", "Private-Token")
        given = {name: self.headers[name] for name in names if self.headers[name]}
        if not given:
            return 401
        return 200 if given == wanted else 400

    def _get_simple(self, _: bytes, name: str) -> None:
        files = {p: d for p, d in self.project.files.items() if p.startswith(f"pypi/{name}/")}
        if not files:
            self.answer(302, b"", {"Location": f"{self.abroad}/simple/{name}/"})
            return
        links = []
        for path, data in files.items():
            digest = hashlib.sha256(data).hexdigest()
            file = path.rpartition("/")[2]
            links.append(f'<a href="../../files/{digest}/{file}#sha256={digest}">{file}</a><br>')
        self.answer(200, "\n".join(links).encode(), {"Content-Type": "text/html"})

    def _get_wheel(self, _: bytes, sha256: str, file: str) -> None:
        self.answer(302, b"", {"Location": f"{self.abroad}/@hashed/{sha256}?X-Signature=1"})

    def _post_upload(self, body: bytes) -> None:
        kind = self.headers["Content-Type"]
        form = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        parts = {
            part.get_param("name", header="content-disposition"): part
            for part in form.get_payload()
        }  # type: ignore[union-attr]
        content = parts["content"]
        data = content.get_payload(decode=True)
        name = parts["name"].get_payload().strip()
        if hashlib.sha256(data).hexdigest() != parts["sha256_digest"].get_payload().strip():
            self.answer(422)
            return
        path = f"pypi/{re.sub(r'[-_.]+', '-', name).lower()}/{content.get_filename()}"
        if path in self.project.files:
            self.answer(400, b'{"message":"Validation failed: File name has already been taken"}')
            return
        self.project.files[path] = data
        self.answer(201, b'{"message":"201 Created"}')

    def _get_packument(self, _: bytes, name: str) -> None:
        name = unquote(name)
        if name not in self.project.packuments:
            self.answer(302, b"", {"Location": f"{self.abroad}/{name}"})
            return
        self.answer(200, json.dumps(self.project.packuments[name]).encode())

    def _put_packument(self, body: bytes, name: str) -> None:
        name = unquote(name)
        told = json.loads(body)
        ((version, described),) = told["versions"].items()
        ((file, attached),) = told["_attachments"].items()
        there = self.project.packuments.setdefault(
            name, {"name": name, "versions": {}, "dist-tags": {}}
        )
        assert file == f"{name}-{version}.tgz"
        if version in there["versions"]:  # type: ignore[operator]
            self.answer(403, b'{"message":"403 Forbidden - Package already exists."}')
            return
        data = base64.b64decode(attached["data"])
        self.project.files[f"npm/{file}"] = data
        sha512 = base64.b64encode(hashlib.sha512(data).digest()).decode()
        url = f"http://{self.headers['Host']}{urlsplit(self.path).path}/-/{file}"
        dist = {
            "shasum": hashlib.sha1(data).hexdigest(),
            "integrity": f"sha512-{sha512}",
            "tarball": url,
        }
        there["versions"][version] = {**described, "dist": dist}  # type: ignore[index]
        there["dist-tags"] |= told["dist-tags"]  # type: ignore[operator]
        self.answer(200, b"{}")

    def _get_maven(self, _: bytes, path: str) -> None:
        data = self.project.files.get(f"maven/{path}")
        if data is None:
            self.answer(302, b"", {"Location": f"{self.abroad}/maven2/{path}"})
        elif path.endswith((".sha1", ".md5")):
            self.answer(200, data)
        else:
            self.answer(302, b"", {"Location": f"{self.abroad}/@hashed/{path}?X-Signature=1"})

    def _put_maven(self, body: bytes, path: str) -> None:
        if path.endswith(".sha1"):
            whole = self.project.files.get(f"maven/{path.removesuffix('.sha1')}", b"")
            if hashlib.sha1(whole).hexdigest().encode() != body:
                self.answer(409, b'{"message":"409 Conflict"}')
                return
        self.project.files[f"maven/{path}"] = body
        self.answer(200)

    def _get_generic(self, _: bytes, path: str) -> None:
        data = self.project.files.get(f"generic/{path}")
        self.answer(404 if data is None else 200, data or b"")

    def _put_generic(self, body: bytes, path: str) -> None:
        name, version, file = unquote(path).split("/")
        for pattern, text in (
            (r"[A-Za-z0-9.\-_+~@/]+", name),
            (r"(\.?[\w+-]+\.?)+", version),
            (r"[A-Za-z0-9.\-_+~@]+", file),
        ):
            if not re.fullmatch(pattern, text):
                self.answer(400)
                return
        self.project.files[f"generic/{path}"] = body
        self.answer(201, b'{"message":"201 Created"}')


class Abroad(Quiet):
    """Everything that is not GitLab: its storage, and a public registry with somebody else's packages."""

    def __init__(self, *args: object, project: Project) -> None:
        self.project = project
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        names = ("Authorization", "Job-Token", "Deploy-Token", "Private-Token")
        self.project.foreign += [str(self.headers[name]) for name in names if self.headers[name]]
        parts = urlsplit(self.path)
        key = unquote(parts.path.removeprefix("/@hashed/"))
        if parts.query:
            wheels = {hashlib.sha256(d).hexdigest(): d for d in self.project.files.values()}
            data = self.project.files.get(f"maven/{key}") or wheels.get(key)
            self.answer(200 if data else 403, data or b"")
        elif parts.path.startswith("/maven2/"):
            self.answer(200, b"somebody else's")
        elif parts.path.startswith("/simple/"):
            self.answer(200, b'<a href="/x/shop_client-1.0.0-py3-none-any.whl#sha256=00">x</a>')
        else:
            entry = {"dist": {"integrity": "sha512-AA==", "tarball": "http://127.0.0.1:1/x.tgz"}}
            self.answer(200, json.dumps({"versions": {"1.0.0": entry}}).encode())


@contextmanager
def gitlab(project: Project) -> Iterator[str]:
    """Runs GitLab's API for one project, and the world around it. Yields GitLab's address."""
    with running(Server((HOST, 0), partial(Abroad, project=project))) as world:
        # Another name for this machine is another host: the token must not go there.
        abroad = f"http://localhost:{world.server_address[1]}"
        handler = partial(Api, project=project, abroad=abroad)
        with running(Server((HOST, 0), handler)) as server:
            yield server.url
