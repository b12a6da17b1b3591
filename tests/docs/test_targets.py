"""`docs:markdown` gives the same bytes under protoc, grpc_tools and buf."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.test_golden import HERE
from tests.protos import ROOT

BIN = Path(sys.executable).parent
PROTOS, OTHERS = ROOT / "proto-examples" / "proto", ROOT / "proto-examples" / "third_party"
NAMES = sorted(path.relative_to(PROTOS).as_posix() for path in PROTOS.rglob("*.proto"))
PLUGIN = f"--plugin=protoc-gen-ego={BIN / 'protoc-gen-ego'}"


def protoc(program: list[str], out: Path) -> None:
    arguments = [f"-I{PROTOS}", f"-I{OTHERS}", PLUGIN, f"--ego_out={out}"]
    run([*program, *arguments, "--ego_opt=target=docs:markdown", *NAMES])


def buf(out: Path) -> None:
    config = out.parent / "buf.gen.yaml"
    config.write_text(
        "version: v2\nplugins:\n"
        f"  - local: {BIN / 'protoc-gen-ego'}\n    out: {out}\n    strategy: all\n"
        "    opt: [target=docs:markdown]\n"
    )
    run(
        [str(BIN / "buf"), "generate", f"--template={config}", f"--path={PROTOS / 'shop'}"],
        cwd=ROOT / "proto-examples",
    )


def run(command: list[str], cwd: Path = ROOT) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


RUNNERS = {
    "protoc": lambda out: protoc([str(BIN / "protoc")], out),
    "grpc_tools": lambda out: protoc([sys.executable, "-m", "grpc_tools.protoc"], out),
    "buf": buf,
}


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_same_bytes_whoever_starts_the_plugin(runner: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    RUNNERS[runner](out)
    expected = HERE / "docs_shop" / "expected" / "markdown"
    assert {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*.md")} == {
        p.relative_to(expected).as_posix(): p.read_bytes() for p in expected.rglob("*.md")
    }
