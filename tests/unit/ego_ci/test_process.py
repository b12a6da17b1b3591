"""The door to other programs, with real programs behind it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from ego_ci.interrupt import held
from ego_ci.problem import Problem
from ego_ci.process import Runner, inherited, mask, operand, paste, ref

PYTHON = sys.executable


def test_a_child_sees_only_what_it_may(tmp_path: Path) -> None:
    runner = Runner(environ={**os.environ, "CI_JOB_TOKEN": "canary", "LC_TIME": "C"})
    code = "import os; print(sorted(os.environ))"
    told = runner.run([PYTHON, "-c", code], cwd=tmp_path, env={"EGO_X": "1"}).text
    assert "CI_JOB_TOKEN" not in told
    assert {"EGO_X", "LC_TIME", "PATH"} <= set(eval(told))
    assert inherited({"CI_JOB_TOKEN": "x", "PATH": "y"}) == {"PATH": "y"}


def test_a_failing_tool_is_shown_with_its_words_and_without_secrets() -> None:
    code = "import sys; print('to stdout'); sys.exit('to stderr, s3cret')"
    with pytest.raises(Problem) as caught:
        Runner().run([PYTHON, "-c", code], secrets=["s3cret"])
    assert "failed with exit code 1" in caught.value.message
    assert "s3cret" not in str(caught.value) + caught.value.output
    assert caught.value.output == "to stderr, ***\nto stdout"


def test_a_tool_that_was_ended_says_by_which_signal() -> None:
    with pytest.raises(Problem, match="was ended by SIGKILL"):
        Runner().run([PYTHON, "-c", "import os; os.kill(os.getpid(), 9)"])


def test_a_missing_tool_leads_to_the_doctor(tmp_path: Path) -> None:
    for attempt in (lambda: Runner().run(["no-such-tool"]), lambda: Runner().find("no-such-tool")):
        with pytest.raises(Problem, match=r"no-such-tool was not found \(`ego doctor`"):
            attempt()
    with pytest.raises(Problem, match=r"the folder .*gone does not exist"):
        Runner().run([PYTHON, "-V"], cwd=tmp_path / "gone")
    script = tmp_path / "script"
    script.write_text("no program")
    script.chmod(0o755)
    with pytest.raises(Problem, match="cannot be started"):
        Runner().run([script])


def test_what_is_shown_can_be_pasted(tmp_path: Path) -> None:
    folder = tmp_path / "it's a -dir"
    folder.mkdir()
    shown: list[str] = []
    code = "import os, sys; print(os.getcwd(), os.environ['A'], sys.argv[1:], sys.stdin.read())"
    command = [PYTHON, "-c", code, "a b", "$HOME", "*", "ü"]
    told = Runner(echo=shown.append).run(command, cwd=folder, env={"A": "1 2"}, stdin=b"x'y\n")
    pasted = subprocess.run(["sh", "-c", shown[0]], capture_output=True, check=True)
    assert pasted.stdout == told.stdout
    assert str(folder).encode() in pasted.stdout
    assert "s3cret" not in mask(paste(["x", "s3cret"]), ["s3cret"])


def test_input_and_bytes_that_are_not_text_pass() -> None:
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + b'\\xff')"
    done = Runner().run([PYTHON, "-c", code], stdin=b"\x00\xfe")
    assert done.stdout == b"\x00\xfe\xff"
    assert done.text == "\x00��"


def test_paths_and_refs_are_never_options() -> None:
    assert operand("-rf") == "./-rf"
    assert operand(Path("a/-b")) == "a/-b"
    assert ref("v1.2.3") == "v1.2.3"
    for bad in ("-x", "--upload-pack=x", "", "a b", "a\n"):
        with pytest.raises(Problem):
            ref(bad)


def test_stop_ends_children_with_their_children(tmp_path: Path) -> None:
    runner = Runner()
    marker = tmp_path / "pid"
    script = f"sleep 60 & echo $! > {shlex.quote(str(marker))}; wait"
    problems: list[Problem] = []

    def run() -> None:
        try:
            runner.run(["sh", "-c", script])
        except Problem as problem:
            problems.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    grandchild = int(_read(marker))
    runner.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert len(problems) == 1
    _gone(grandchild)
    with pytest.raises(Problem, match="stopped"):
        runner.run([PYTHON, "-V"])


def test_an_interrupt_ends_the_child_and_passes_on(tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    script = f"sleep 60 & echo $! > {shlex.quote(str(marker))}; wait"
    timer = threading.Thread(
        target=lambda: (_read(marker), os.kill(os.getpid(), signal.SIGINT)), daemon=True
    )
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        Runner().run(["sh", "-c", script])
    _gone(int(marker.read_text()))


def test_an_interrupt_is_held_until_the_end_of_what_must_not_be_cut() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held():
        signal.raise_signal(signal.SIGINT)
        done.append("inside")
    assert done == ["inside"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def _read(path: Path) -> str:
    for _ in range(1000):
        if path.is_file() and path.read_text().strip():
            return path.read_text()
        time.sleep(0.01)
    raise AssertionError(f"{path} was never written")


def _gone(pid: int) -> None:
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state == "Z":
            return
        time.sleep(0.01)
    raise AssertionError(f"{pid} still runs")


def test_a_runner_does_not_show_the_tokens_of_its_environment() -> None:
    assert "secret" not in repr(Runner(environ={"NPM_TOKEN": "secret"}))
