"""What is missing is said in one line, and where: nobody must guess why a language is red."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.php.toolchain import HERE, grpc

TESTEE = HERE.parent / "conformance" / "testees" / "php"


@pytest.mark.parametrize("script", [HERE / "toolchain", TESTEE / "run"], ids=lambda path: path.name)
def test_a_missing_php_is_said_and_is_exit_code_69(script: Path, tmp_path: Path) -> None:
    for program in ("sh", "dirname", "env"):
        found = shutil.which(program)
        assert found
        (tmp_path / program).symlink_to(found)
    done = subprocess.run(
        [str(script)], env={**os.environ, "PATH": str(tmp_path)}, capture_output=True, timeout=60
    )
    assert done.returncode == 69
    assert done.stdout == b""
    assert done.stderr.startswith(b"php: no php on the PATH")
    assert done.stderr.count(b"\n") == 1


def test_the_extension_is_built_once(tmp_path: Path) -> None:
    folder = grpc()
    assert (folder / "grpc.so").is_file()
    assert (folder / "lib" / "Grpc" / "RpcServer.php").is_file()
    # The second time nothing is needed but what is there: no make, no network.
    done = subprocess.run(
        [str(HERE / "toolchain")], capture_output=True, timeout=60, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{folder}\n", "")
