"""The same bytes from every program that can start the plugin."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.protos import ROOT

SHOP = ROOT / "proto-examples"
BIN = Path(sys.executable).parent
ROOTS = ("proto", "third_party")
TARGET = "target=errors:python+catalog:json"
PROTOS = sorted(
    path.relative_to(SHOP / "proto").as_posix() for path in SHOP.glob("proto/**/*.proto")
)


def tree(folder: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    assert any(path.endswith("user_errors.py") for path in found)
    assert any(path.endswith("user.catalog.json") for path in found)
    assert "egoerrors/__init__.py" in found
    return found


def run(arguments: list[str], cwd: Path) -> str:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(
        arguments, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def protoc(program: list[str], out: Path, *more: str) -> dict[str, bytes]:
    out.mkdir()
    run(
        [
            *program,
            *(f"-I{root}" for root in ROOTS),
            f"--ego_out={out}",
            f"--ego_opt={TARGET}",
            *more,
            *PROTOS,
        ],
        SHOP,
    )
    return tree(out)


def buf(out: Path, config: Path, strategy: str) -> dict[str, bytes]:
    config.write_text(
        "version: v2\nplugins:\n  - local: protoc-gen-ego\n"
        f"    out: {out}\n    opt: [{TARGET}]\n    strategy: {strategy}\n"
    )
    out.mkdir()
    run(["buf", "generate", "proto", "--template", str(config)], SHOP)
    return tree(out)


def test_the_bytes_are_the_same_under_every_driver(tmp_path: Path) -> None:
    well_known = f"-I{files('grpc_tools') / '_proto'}"
    expected = protoc(
        [sys.executable, "-m", "grpc_tools.protoc"], tmp_path / "grpc_tools", well_known
    )
    plain = protoc([str(BIN / "protoc")], tmp_path / "plain")
    assert plain == expected
    assert buf(tmp_path / "all", tmp_path / "all.yaml", "all") == expected
    assert buf(tmp_path / "directory", tmp_path / "directory.yaml", "directory") == expected


@pytest.mark.parametrize("strategy", ["all", "directory"])
def test_buf_shows_the_findings(tmp_path: Path, strategy: str) -> None:
    (tmp_path / "buf.yaml").write_text("version: v2\n")
    (tmp_path / "buf.gen.yaml").write_text(
        "version: v2\nplugins:\n  - local: protoc-gen-ego\n"
        f"    out: out\n    strategy: {strategy}\n"
    )
    (tmp_path / "shop.proto").write_text(
        'syntax = "proto3";\npackage shop.v1;\nenum E {\n  // @code=Nope\n  A = 0;\n}\n'
    )
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["buf", "generate"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "shop.proto:4:6: error: STATUS_UNKNOWN" in done.stderr


def test_protoc_shows_the_summary_first_and_then_a_line_per_finding(tmp_path: Path) -> None:
    (tmp_path / "shop.proto").write_text(
        'syntax = "proto3";\npackage shop.v1;\nenum E {\n  // @code=Nope\n  A = 0;\n  B = 1;\n}\n'
    )
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(
        [str(BIN / "protoc"), "-I.", "--ego_out=.", "shop.proto"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    first, *rest = done.stderr.splitlines()
    assert first == "--ego_out: 2 errors"
    assert [line.split(": ")[2] for line in rest] == ["STATUS_UNKNOWN", "CODE_MISSING"]
