"""The plugin as a process: what it says when it is not fed by protoc."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse

from tests.protos import HEAD, ROOT, request

PLUGIN = [sys.executable, "-m", "protoc_gen_ego.plugin"]
ENUM = "enum E {\n  // @code=ABORTED\n  A = 0;\n}\n"


def run(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PLUGIN, *arguments], input=data, capture_output=True, timeout=60)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", b"stdin is empty"),
        (b"\xff\xff\xff garbage", b"not a CodeGeneratorRequest"),
        (request(HEAD + ENUM).SerializeToString()[:-7], b"not a CodeGeneratorRequest"),
        (CodeGeneratorRequest(parameter="x").SerializeToString(), b"no file to generate"),
        (CodeGeneratorRequest(file_to_generate=["a.proto"]).SerializeToString(), b"'a.proto'"),
    ],
)
def test_broken_input_is_one_line_on_stderr(data: bytes, says: bytes) -> None:
    done = run(data)
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"protoc-gen-ego: ")


def test_user_mistakes_are_in_the_response_with_exit_0() -> None:
    done = run(request(HEAD + "enum E {\n  // @code=Nope\n  A = 0;\n}\n").SerializeToString())
    assert done.returncode == 0
    response = CodeGeneratorResponse.FromString(done.stdout)
    assert response.error.splitlines()[0] == "1 error"
    assert "shop.proto:4:6: error: STATUS_UNKNOWN" in response.error
    assert not response.file


def test_warnings_go_to_stderr_and_files_are_written() -> None:
    text = HEAD + "enum E {\n  // @code=OK\n  A = 0;\n  // @code=ABORTED\n  B = 1;\n}\n"
    done = run(request(text).SerializeToString())
    assert b"warning: STATUS_OK" in done.stderr
    response = CodeGeneratorResponse.FromString(done.stdout)
    assert "shop_errors.py" in [file.name for file in response.file]


def test_strict_makes_warnings_fail() -> None:
    text = HEAD + "enum E {\n  // @code=OK\n  A = 0;\n  // @code=ABORTED\n  B = 1;\n}\n"
    response = CodeGeneratorResponse.FromString(
        run(request(text, "strict").SerializeToString()).stdout
    )
    assert response.error.splitlines()[0] == "1 warning"


def test_an_answer_that_cannot_be_written_is_said() -> None:
    data = request(HEAD + ENUM).SerializeToString()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(PLUGIN, input=data, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    assert b"could not be written" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["0", "1", "2"])
def test_a_closed_stream_is_no_crash(closed: str) -> None:
    text = HEAD + "enum E {\n  // @code=OK\n  A = 0;\n  // @code=ABORTED\n  B = 1;\n}\n"
    script = f'exec "$@" {closed}>&-'
    data = request(text).SerializeToString()
    done = subprocess.run(["sh", "-c", script, "-", *PLUGIN], input=data, capture_output=True)
    assert b"Traceback" not in done.stderr
    if closed == "2":  # what is said there must not slip into the answer
        assert CodeGeneratorResponse.FromString(done.stdout).file
    else:
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.startswith(b"protoc-gen-ego: stdin or stdout is closed")


def test_version_and_help() -> None:
    assert run(b"", "--version").stdout.startswith(b"protoc-gen-ego ")
    shown = run(b"", "--help")
    assert shown.returncode == 0
    assert b"errors:python" in shown.stdout
    wrong = run(b"", "--nonsense")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.startswith(b"protoc-gen-ego: --nonsense is no argument of mine\n")
    assert b"errors:python" in wrong.stderr


def test_it_says_where_its_annotation_file_is() -> None:
    folder = Path(run(b"", "--proto-path").stdout.decode().strip())
    assert (folder / "ego/errors/v1/errors.proto").is_file()


def test_on_a_terminal_it_says_what_it_is() -> None:
    leader, follower = pty.openpty()
    try:
        done = subprocess.run(PLUGIN, stdin=follower, capture_output=True, timeout=60)
    finally:
        os.close(leader)
        os.close(follower)
    assert done.returncode == 0
    assert b"protoc or buf starts it" in done.stdout


def test_it_supports_proto3_optional_and_editions() -> None:
    response = CodeGeneratorResponse.FromString(
        run(request(HEAD + ENUM).SerializeToString()).stdout
    )
    assert response.supported_features == 3
    assert (response.minimum_edition, response.maximum_edition) == (998, 1001)


def test_a_run_imports_neither_click_nor_yaml_nor_subprocess() -> None:
    code = (
        "import sys; from protoc_gen_ego import pipeline; "
        "print([m for m in ('click', 'yaml', 'subprocess', 'dataclasses') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_run_imports_only_the_languages_that_are_asked_for() -> None:
    code = (
        "import sys; from protoc_gen_ego import pipeline; from tests.protos import HEAD, generated;"
        f"generated({HEAD + ENUM!r}); "
        "print([m.rpartition('.')[2] for m in sys.modules if m.startswith('protoc_gen_ego.languages.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "['language', 'python']"
