"""buf and the protoc of grpcio-tools have known bytes, or they are not run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.toolchain import native
from ego_ci.toolchain.lock import load

BIN = Path(sys.executable).parent


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an environment whose programs are copies of ours."""
    shutil.copy2(BIN / "buf", tmp_path / "buf")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    return tmp_path


def test_ours_are_sound() -> None:
    assert native.held(BIN / "buf") == BIN / "buf"
    native.protoc()


def test_the_same_bytes_are_good_anywhere(environment: Path) -> None:
    assert native.held(environment / "buf") == environment / "buf"


def test_a_changed_program_is_not_run(environment: Path) -> None:
    with (environment / "buf").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(Problem, match=r"does not have the bytes of buf-bin==.*: it is not run"):
        native.held(environment / "buf")


def test_a_program_of_the_users_own_is_his_choice(tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "buf"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    assert native.held(other) == other


def test_every_platform_and_interpreter_is_known() -> None:
    binaries = load()["python"].pins["binaries"]
    assert len(binaries["buf"]) == 4
    assert len(binaries["protoc"]) == 5 * 3  # macOS has one file for both processors
