"""A testee: one language's program, started by its `run` script and asked one line at a time."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

FOLDER = Path(__file__).parent / "testees"
MISSING_TOOLCHAIN = 69  # EX_UNAVAILABLE of sysexits.h, as README promises
BUILD_SECONDS = 1200.0  # the first answer may wait for a cold build (grpc in Go: over a minute)
ANSWER_SECONDS = 60.0
LOCKSTEP = 3  # so many requests wait for their answer first: a testee that does not flush fails


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages there are: every folder of testees/, sorted.

    One without a `run` script is a language that fails, not one that is forgotten.
    """
    names = (path.name for path in folder.iterdir() if path.is_dir())
    return tuple(sorted(name for name in names if name[0] not in "._"))


class TesteeError(Exception):
    """A testee that could not be started, died, hung or broke the protocol."""

    __test__ = False  # the name starts like a test class; pytest must not collect it


class ToolchainMissingError(TesteeError):
    """The language's own compiler or interpreter is not on this machine."""


class Testee:
    """A running testee (context manager). `ask` sends lines and yields the answers in order."""

    __test__ = False

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        self.language = language
        self._command = [str((folder / language / "run").resolve())]
        self._answers: queue.Queue[bytes | None] = queue.Queue()
        self._patience = BUILD_SECONDS

    def __enter__(self) -> Testee:
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as problem:
            raise TesteeError(
                f"{self.language}: cannot start {self._command[0]}: {problem}"
            ) from None
        self._errors: list[bytes] = []
        self._threads = [
            threading.Thread(target=target, daemon=True)
            for target in (self._read_answers, self._read_errors)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._process
        if process.stdin and not process.stdin.closed:
            with contextlib.suppress(OSError):  # it is dead already; `ask` has said so
                process.stdin.close()
        try:
            process.wait(10 if kind is None else 0.1)
        except subprocess.TimeoutExpired:
            # A group of its own: a build that the script started ends with it.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if kind is None:
                raise TesteeError(f"{self.language}: still running after its input ended") from None
        for thread in self._threads:
            thread.join(5)
        if kind is None and process.returncode != 0:
            raise self._ended()

    def ask(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """The answers to these lines (each without its newline), in order."""
        every = list(lines)
        for line in every[:LOCKSTEP]:
            self._send([line])
            yield self._next(line)
        sender = threading.Thread(target=self._send, args=(every[LOCKSTEP:],), daemon=True)
        sender.start()
        for line in every[LOCKSTEP:]:
            yield self._next(line)
        sender.join()

    def _send(self, lines: Iterable[bytes]) -> None:
        assert self._process.stdin
        try:
            for line in lines:
                self._process.stdin.write(line + b"\n")
                self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # it ended or was closed: whoever reads the answers finds out and says why

    def _next(self, line: bytes) -> dict[str, Any]:
        try:
            answer = self._answers.get(timeout=self._patience)
        except queue.Empty:
            raise TesteeError(
                f"{self.language}: no answer within {self._patience:.0f} s to {line[:2000]!r}"
            ) from None
        if answer is None:
            raise self._ended(line)
        self._patience = ANSWER_SECONDS
        try:
            parsed = json.loads(answer.decode("utf-8"))
        except ValueError as problem:
            raise TesteeError(
                f"{self.language}: answer is not JSON ({problem}): {answer[:2000]!r}\n"
                f"to {line[:2000]!r}"
            ) from None
        if not isinstance(parsed, dict):
            raise TesteeError(f"{self.language}: answer is not an object: {answer[:2000]!r}")
        return parsed

    def _ended(self, line: bytes = b"") -> TesteeError:
        code = self._process.wait()
        for thread in self._threads:
            thread.join(5)
        said = b"".join(self._errors).decode("utf-8", "replace").strip()
        if code == MISSING_TOOLCHAIN:
            return ToolchainMissingError(f"{self.language}: {said or 'toolchain missing'}")
        at = f" at {line[:2000]!r}" if line else ""
        return TesteeError(f"{self.language}: ended with exit code {code}{at}\n{said[-4000:]}")

    def _read_answers(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(None)

    def _read_errors(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self._errors.append(line)
            del self._errors[:-400]  # the end says why; a chatty build must not fill memory
