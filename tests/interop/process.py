"""A running server or client: started once, ended with its stdin, killed when it hangs."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import tempfile
import threading
from types import TracebackType
from typing import Any

from tests.interop.programs import Program

PATIENCE = 90.0
"""Seconds until an answer counts as never coming; calls themselves end after 60."""


class Broken(Exception):
    """A program that ended, hung, or said something that nobody expects."""


class Process:
    """A program as server or client (context manager)."""

    def __init__(self, name: str, program: Program, role: str) -> None:
        self.name = f"{name} {role}"
        self._command = [*program.command, role]
        self._environment = {**os.environ, **program.environment}
        self._lines: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Process:
        self._errors = tempfile.TemporaryFile()  # closed in __exit__
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=self._environment,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        with contextlib.suppress(OSError):  # it is dead already, which has been said
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(5)
        self._errors.close()

    def port(self) -> int:
        """The port that a server prints first."""
        return int(self._line())

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """A client's answer.

        Raises:
            Broken: there is none.
        """
        assert self._process.stdin
        try:
            # ASCII, so that no language's reader of lines sees an end of line in a text.
            self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._line())
        except (OSError, ValueError) as problem:
            raise Broken(f"{self.name}: {problem}\n{self._said()}") from None
        return answer

    def _line(self) -> bytes:
        try:
            line = self._lines.get(timeout=PATIENCE)
        except queue.Empty:
            self._process.kill()
            raise Broken(f"{self.name} does not answer\n{self._said()}") from None
        if not line:
            raise Broken(f"{self.name} ended\n{self._said()}")
        return line

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(b"")
        self._process.stdout.close()

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")[-3000:]
