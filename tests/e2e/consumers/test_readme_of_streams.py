"""The first call in a README, where services only stream: it compiles, runs, and shows that nobody is there."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact

from tests.e2e.consumers import composer
from tests.e2e.consumers.golang import Go, program
from tests.e2e.consumers.test_java_package import compiled
from tests.e2e.consumers.test_node_package import checked, node
from tests.e2e.consumers.test_node_package import installed as node_modules
from tests.e2e.ego import ego
from tests.e2e.shops import LANGUAGES, shop
from tests.java import building, toolchain

KINDS = {
    "watch": "rpc Watch(WatchRequest) returns (stream WatchResponse)",
    "send": "rpc Send(stream SendRequest) returns (SendResponse)",
    "talk": "rpc Talk(stream TalkRequest) returns (stream TalkResponse)",
}
PROTO = """package shop.{name}.v1;

// Asks.
message {title}Request {{}}

// Answers.
message {title}Response {{}}
{errors}
// Only streams.
service {title}Service {{
  // Streams.
  {method};
}}
"""
ERRORS = """
// What can go wrong.
enum {title}Err {{
  // Nothing.
  {upper}_ERR_UNSPECIFIED = 0;
  // Gone. @code=NOT_FOUND @msg="gone"
  {upper}_ERR_GONE = 1;
}}
"""
WITH_ERRORS = ("watch", "send")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published repository with a package for each kind of streaming, two of them with error codes."""
    more = {}
    for name, method in KINDS.items():
        words = {"name": name, "title": name.title(), "upper": name.upper(), "method": method}
        errors = ERRORS.format(**words) if name in WITH_ERRORS else ""
        more[f"proto/shop/{name}/v1/{name}.proto"] = PROTO.format(**words, errors=errors)
    root = tmp_path_factory.mktemp("streams") / "shop"
    shop(root, parts=(), languages=LANGUAGES, split=False, more=more)
    packages = "".join(f"  - {{name: {name}, paths: [proto/shop/{name}]}}\n" for name in KINDS)
    config = root / "ego.yaml"
    text = f"packages:\n  - {{name: common, paths: [proto/shop/common]}}\n{packages}"
    config.write_text(config.read_text() + text)
    told = ego(root, "publish", timeout=600)
    assert told.code == 0, told.out + told.err
    return root


def built(folder: Path, language: str) -> Mapping[str, Artifact]:
    """The packages of a language by the names of ego.yaml, and the runtime as ''."""
    found = [a for a in manifest.load(folder / "build/ego/packages") if a.language == language]
    names = ("common", *KINDS)
    return {next((name for name in names if name in a.name), ""): a for a in found}


def code(readme: str, fence: str) -> str:
    """The first call, of a server that is not there."""
    [found] = re.findall(rf"^```{fence}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert "localhost:50051" in found
    return str(found).replace("localhost:50051", "127.0.0.1:1")


@pytest.mark.parametrize("name", KINDS)
def test_python(folder: Path, tmp_path: Path, name: str) -> None:
    wheels = built(folder, "python")
    for wheel in (wheels[name], wheels[""]):
        with zipfile.ZipFile(wheel.path) as archive:
            archive.extractall(tmp_path)
            readme = archive.read(next(n for n in archive.namelist() if n.endswith("/METADATA")))
        if wheel is wheels[name]:
            script = code(readme.decode(), "python")
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "UNAVAILABLE" in (done.stdout if name in WITH_ERRORS else done.stderr)


@pytest.mark.parametrize("name", KINDS)
def test_go(folder: Path, tmp_path: Path, name: str) -> None:
    go = Go(folder / "build/ego/registry", tmp_path / "cache")
    module = built(folder, "go")[name]
    readme = (go.unpack(module, tmp_path) / "README.md").read_text()
    consumer = program(tmp_path / "consumer", code(readme, "go"))
    go("get", f"{module.name}/...@{module.version}", cwd=consumer)
    assert go("vet", "-trimpath", ".", cwd=consumer) == ""
    assert go("fmt", ".", cwd=consumer) == ""
    told = go("run", "-trimpath", ".", cwd=consumer, fails=True)
    assert "connect" in told


@pytest.mark.parametrize("name", KINDS)
def test_typescript(folder: Path, tmp_path: Path, name: str) -> None:
    packages = built(folder, "typescript")
    application = node_modules(tmp_path, packages[name].path, packages[""].path)
    with tarfile.open(packages[name].path) as archive:
        member = archive.extractfile("package/README.md")
        assert member
        text = code(member.read().decode(), "ts")
    (application / "readme.mts").write_text(text, "utf-8")
    checked(application, application / "readme.mts", module="nodenext")
    if name in WITH_ERRORS:
        assert node(application, text, "readme.mjs").startswith("UNAVAILABLE ")


@pytest.mark.parametrize("name", KINDS)
def test_java(folder: Path, tmp_path: Path, name: str) -> None:
    jars = built(folder, "java")
    with zipfile.ZipFile(jars[name].path) as archive:
        example = code(archive.read("META-INF/README.md").decode(), "java")
    head, _, body = example.partition("\n\n")
    path = f"{jars[name].path}:{jars[''].path}:{toolchain.class_path()}"
    path = compiled(tmp_path, path, "Readme", body, head)
    assert "UNAVAILABLE" in building.run(path, "Readme")


@pytest.mark.parametrize("name", KINDS)
def test_php(folder: Path, tmp_path: Path, name: str) -> None:
    package = built(folder, "php")[name]
    readme = (composer.unpack(package, tmp_path / "package") / "README.md").read_text()
    project = composer.project(tmp_path / "project", folder / "build/ego/registry", package.name)
    body = code(readme, "php").split("require 'vendor/autoload.php';")[1]
    assert "onnect" in composer.script(project, body, grpc=True)
