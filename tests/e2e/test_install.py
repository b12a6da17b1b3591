"""The distribution: sdist and wheel, built for real, installed bare, used with a plain protoc."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
PROTOS = ROOT / "proto-examples"
PLUGIN_INPUT = ("shop/common/v1/common.proto", "shop/user/v1/user.proto")


def run(*command: str | Path, cwd: Path, path: Path | None = None) -> str:
    """Runs a command without the variables that could lead Python back to the checkout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PATH"] = f"{path}:/usr/bin:/bin" if path else environment["PATH"]
    result = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    return result.stdout


@dataclass(frozen=True)
class Distributions:
    sdist: Path
    wheel: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The sdist of this tree, and the wheel that is built from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (sdist,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return Distributions(sdist, wheel)


@pytest.fixture(scope="module")
def bare(built: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and what it declares to need, nothing else."""
    home = tmp_path_factory.mktemp("bare") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    pip(home, "--quiet", str(built.wheel))
    return home


def pip(home: Path, *arguments: str) -> None:
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", *arguments, cwd=home.parent)


@pytest.fixture(scope="module", params=["wheel", "sdist", "editable"])
def installed(
    request: pytest.FixtureRequest, built: Distributions, bare: Path
) -> Iterator[tuple[str, Path]]:
    """The environment with this project installed in one of three forms, and the form's name."""
    source = {
        "wheel": [built.wheel],
        "sdist": [built.sdist, "--no-build-isolation"],
        "editable": ["--editable", ROOT],
    }
    pip(bare, "--quiet", "--no-deps", "--force-reinstall", *map(str, source[request.param]))
    yield request.param, bare


def generate(home: Path, out: Path) -> dict[str, bytes]:
    """What a plain protoc writes with the installed plugin, by relative path."""
    out.mkdir()
    run(
        TOOLS / "protoc",
        *(f"-I{PROTOS / folder}" for folder in ("proto", "third_party")),
        f"--ego_out={out}",
        *PLUGIN_INPUT,
        cwd=out,
        path=home / "bin",
    )
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return generate(TOOLS.parent, tmp_path_factory.mktemp("expected") / "out")


def test_commands_say_their_version(installed: tuple[str, Path], tmp_path: Path) -> None:
    _, home = installed
    for command in ("protoc-gen-ego", "ego"):
        told = run(home / "bin" / command, "--version", cwd=tmp_path)
        assert "0.1.0" in told.split("\n")[0], f"{command} --version: {told}"


def test_plain_protoc_generates_the_same_in_every_form(
    installed: tuple[str, Path], expected: dict[str, bytes], tmp_path: Path
) -> None:
    _, home = installed
    files = generate(home, tmp_path / "out")
    assert "shop/user/v1/user_errors.py" in files
    assert files == expected


def test_generated_code_works_in_the_bare_environment(
    installed: tuple[str, Path], tmp_path: Path
) -> None:
    _, home = installed
    generate(home, tmp_path / "out")
    program = "from shop.user.v1.user_errors import UserErrNotFound as E; print(E(uid='42'))"
    told = run(home / "bin" / "python", "-c", program, cwd=tmp_path / "out")
    assert "user 42 not found" in told


def test_the_pipeline_needs_nothing_but_what_the_wheel_declares(
    installed: tuple[str, Path], tmp_path: Path
) -> None:
    _, home = installed
    folder = tmp_path / "acme"
    folder.mkdir()
    run(home / "bin" / "ego", "init", cwd=folder, path=home / "bin")
    told = run(home / "bin" / "ego", "run", cwd=folder, path=home / "bin")
    assert "publish" in told
    assert list(folder.glob("build/ego/registry/wheels/acme_client-*.whl"))
    assert "acme.greeter.v1" in (folder / "build/ego/docs/index.html").read_text("utf-8")


def test_wheel_holds_the_two_packages_and_their_data(built: Distributions) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
        metadata = wheel.read(next(n for n in names if n.endswith(".dist-info/METADATA"))).decode()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"protoc_gen_ego", "ego_ci"}
    for needed in (
        "protoc_gen_ego/py.typed",
        "ego_ci/py.typed",
        "protoc_gen_ego/proto/ego/errors/v1/errors.proto",
        "protoc_gen_ego/templates/python/runtime/egoerrors/__init__.py",
    ):
        assert needed in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "License-Expression: Apache-2.0" in metadata
    # Compiled at run time, the templates of five languages would take longer than all pages of a small repository.
    for folder, ending in (("site", "html"), ("calls", "txt")):
        compiled = [name for name in names if name.startswith(f"protoc_gen_ego/compiled/{folder}/")]
        assert len(compiled) == len(list((ROOT / "templates" / "site").rglob(f"*.{ending}")))
    made = ("node_modules", "__pycache__", "target", "vendor")
    assert not [n for n in names for part in n.split("/") if part in made or part[0] == "."]


def test_sdist_is_complete(built: Distributions) -> None:
    """Whoever packages for a distribution can run the tests from it."""
    with tarfile.open(built.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"Makefile", "LICENSE", "tests/e2e/test_install.py", "proto-examples/buf.yaml"} <= names
    assert not [name for name in names if name.startswith((".venv/", ".git/", "build/"))]


def test_twine_finds_nothing_to_mend(built: Distributions, tmp_path: Path) -> None:
    told = run(
        sys.executable, "-m", "twine", "check", "--strict", built.sdist, built.wheel, cwd=tmp_path
    )
    assert told.count("PASSED") == 2
