"""The code of the shop's pages, compiled and run in each language with the packages that it names.

Every method's code is compiled; one of each kind of streaming calls a server that answers with a declared error.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import grpc
import pytest

from tests.e2e.consumers import composer, publishing
from tests.e2e.consumers.golang import Go
from tests.e2e.consumers.test_java_package import class_path
from tests.e2e.consumers.test_node_package import installed
from tests.e2e.ego import ego
from tests.e2e.shops import LANGUAGES
from tests.java import toolchain as java
from tests.php import toolchain as php
from tests.site import snippets
from tests.site.failing import Failure, failing
from tests.typescript.toolchain import run, tool

_COMMON, _USER = "shop.example.com", "user.shop.example.com"
FAILURES = {
    "GetUser": Failure(
        grpc.StatusCode.NOT_FOUND, "shop.user.v1.USER_ERR_NOT_FOUND", _USER, {"uid": "7"}
    ),
    "FindUsers": Failure(
        grpc.StatusCode.INVALID_ARGUMENT,
        "shop.common.v1.COMMON_ERR_INVALID_FIELD",
        _COMMON,
        {"field": "query", "problem": "is empty"},
    ),
    "ImportUsers": Failure(
        grpc.StatusCode.PERMISSION_DENIED,
        "shop.common.v1.COMMON_ERR_FORBIDDEN",
        _COMMON,
        {"action": "importing"},
    ),
    "Chat": Failure(
        grpc.StatusCode.UNAVAILABLE, "shop.common.v1.COMMON_ERR_UNAVAILABLE", _COMMON, {}
    ),
}
SAID = {
    "GetUser": "user 7 not found (shop.user.v1.USER_ERR_NOT_FOUND)",
    "FindUsers": "query is empty (shop.common.v1.COMMON_ERR_INVALID_FIELD)",
    "ImportUsers": "importing is not allowed (shop.common.v1.COMMON_ERR_FORBIDDEN)",
    "Chat": "the shop is closed for a moment (shop.common.v1.COMMON_ERR_UNAVAILABLE)",
}
"""What the code writes for a person of each failure."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with its site, published for every language."""
    folder = publishing.shop(tmp_path_factory.mktemp("snippets") / "shop", *LANGUAGES)
    publishing.published(folder)
    told = ego(folder, "docs")
    assert told.code == 0, told.err
    return folder


@pytest.fixture(scope="module")
def shown(shop: Path) -> dict[str, str]:
    return snippets.codes(shop / "build" / "ego" / "docs")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with failing(FAILURES) as found:
        yield found


def said(*command: str, cwd: Path, **more: str) -> str:
    """What a program writes, to whichever stream, and however it ends."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace")


def test_python(shop: Path, shown: Mapping[str, str], address: str, tmp_path: Path) -> None:
    for wheel in (shop / "build/ego/packages/python").glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tmp_path)
    made = snippets.of(shown, "Python", address)
    for method, text in made.items():
        (tmp_path / f"{method}.py").write_text(text, "utf-8")
    for method in SAID:
        told = said(sys.executable, f"{method}.py", cwd=tmp_path, PYTHONPATH=str(tmp_path))
        assert told.splitlines() == [SAID[method]], told
    # The others at least find everything that they name.
    names = "; ".join(
        f"compile(open('{m}.py').read(), '{m}', 'exec'); "
        f"exec(open('{m}.py').read().partition('with grpc.')[0])"
        for m in made
    )
    assert said(sys.executable, "-c", names, cwd=tmp_path, PYTHONPATH=str(tmp_path)) == ""


def test_go(shop: Path, shown: Mapping[str, str], address: str, tmp_path: Path) -> None:
    go = Go(publishing.registry(shop), tmp_path / "modules")
    folder = tmp_path / "program"
    made = snippets.of(shown, "Go", address)
    for method, text in made.items():
        imports, _, body = text.partition("\n)\n")
        package = folder / method.lower()
        package.mkdir(parents=True)
        (package / "call.go").write_text(
            f"package {method.lower()}\n\n{imports}\n)\n\nfunc Call() {{\n{body}\n}}\n", "utf-8"
        )
    calls = "\n".join(f'\t"{m}": {m.lower()}.Call,' for m in SAID)
    imports = "\n".join(f'\t"example.org/program/{m.lower()}"' for m in SAID)
    main = f'package main\n\nimport (\n\t"os"\n{imports}\n)\n\nvar calls = map[string]func(){{\n'
    (folder / "main.go").write_text(f"{main}{calls}\n}}\n\nfunc main() {{ calls[os.Args[1]]() }}\n")
    (folder / "go.mod").write_text("module example.org/program\n\ngo 1.23\n")
    go("get", "example.com/shop/client@latest", "ego.internal/egoerrors@latest", cwd=folder)
    go("mod", "tidy", cwd=folder)
    # Without the paths of this machine, what another run compiled is taken over.
    go("build", "-trimpath", "./...", cwd=folder)
    go("build", "-trimpath", "-o", "program", ".", cwd=folder)
    for method, text in SAID.items():
        assert said("./program", method, cwd=folder).rstrip().endswith(text)


def test_typescript(shop: Path, shown: Mapping[str, str], address: str, tmp_path: Path) -> None:
    packages = sorted((shop / "build/ego/packages/typescript").glob("*.tgz"))
    folder = installed(tmp_path, *packages)
    compile_typescript(folder, snippets.of(shown, "TypeScript", address))
    for method, text in SAID.items():
        # The client keeps its connection, and with it the process, open.
        script = f"import('./made/{method}.mjs').finally(() => process.exit())"
        assert said("node", "-e", script, cwd=folder).splitlines() == [text]


def compile_typescript(folder: Path, texts: Mapping[str, str]) -> None:
    """Strictly, into modules in `made`."""
    for method, text in texts.items():
        (folder / f"{method}.mts").write_text(text, "utf-8")
    options = "--strict --target es2022 --module nodenext --types node --outDir made".split()
    run(tool("tsc"), *options, *(f"{method}.mts" for method in texts), cwd=folder)


def test_java(shop: Path, shown: Mapping[str, str], address: str, tmp_path: Path) -> None:
    files = []
    for method, text in snippets.of(shown, "Java", address).items():
        imports, _, body = text.partition("\n\n")
        files.append(tmp_path / f"{method}.java")
        files[-1].write_text(
            f"{imports}\n\nclass {method} {{\n  public static void main(String[] arguments) throws Exception {{\n"
            f"{body}\n  }}\n}}\n",
            "utf-8",
        )
    path = class_path(shop)
    made = tmp_path / "made"
    made.mkdir()
    java.compile_into(made, files, path, strict=False)
    for method, text in SAID.items():
        command = ("java", "-XX:TieredStopAtLevel=1", "-cp", os.pathsep.join((str(made), path)))
        assert text in said(*command, method, cwd=tmp_path).splitlines(), method


def test_php(shop: Path, shown: Mapping[str, str], address: str, tmp_path: Path) -> None:
    registry = publishing.registry(shop)
    folder = composer.project(tmp_path / "project", registry, "shop/shop-client")
    for method, text in snippets.of(shown, "PHP", address).items():
        script = folder / f"{method}.php"
        script.write_text(f"<?php\nrequire 'vendor/autoload.php';\n{text}\n", "utf-8")
        if method in SAID:
            told = said(*php.with_grpc(script), cwd=folder)
            assert told.splitlines()[-1] == SAID[method], told
        else:
            php.run("php", "-l", str(script), cwd=folder)


ROUTER = """createRouterTransport(({{ service }}) =>
  service({service}, {{
    {method}() {{ throw toConnectError(new {error}({metadata}), ConnectError); }},
  }}))"""
THROWN = {
    "GetUser": ("userv1.UserService", "userv1.UserErrNotFound"),
    "FindUsers": ("userv1.UserService", "commonv1.CommonErrInvalidField"),
    "ImportUsers": ("userv1.UserAdminService", "commonv1.CommonErrForbidden"),
    "Chat": ("userv1.UserService", "commonv1.CommonErrUnavailable"),
}


def test_typescript_for_connect(tmp_path: Path) -> None:
    """Against a router of Connect's own in the same process: its transport for Node wants a newer one."""
    settings = "node: {flavour: connect}\n"
    shop = publishing.shop(tmp_path / "shop", "typescript", settings=settings)
    publishing.published(shop)
    told = ego(shop, "docs")
    assert told.code == 0, told.err
    folder = installed(tmp_path, *(shop / "build/ego/packages/typescript").glob("*.tgz"))
    texts = {}
    for label, text in snippets.codes(shop / "build" / "ego" / "docs").items():
        language, _, method = label.partition(" for ")
        if language != "TypeScript":
            continue
        service, error = THROWN.get(method, ("", ""))
        metadata = json.dumps(dict(FAILURES[method].metadata)) if service else ""
        name = method[:1].lower() + method[1:]
        router = (
            ROUTER.format(service=service, method=name, error=error, metadata=metadata)
            if service
            else "createRouterTransport(() => {})"
        )
        made = re.sub(r"createGrpcTransport\(\{.*\}\)", lambda _, r=router: r, text)
        assert made != text
        made = re.sub(r"import .*connect-node.*\n", "", made)
        heads = (
            'import { ConnectError, createRouterTransport } from "@connectrpc/connect";\n'
            'import { toConnectError } from "ego-errors/connect";\n'
        )
        texts[method] = heads + made
    compile_typescript(folder, texts)
    for method, text in SAID.items():
        assert said("node", f"made/{method}.mjs", cwd=folder).splitlines() == [text]
