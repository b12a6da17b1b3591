"""Console: where the command speaks. stderr is for people, stdout is for results."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

_CODES: Mapping[str, str] = {
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
    "bold": "1",
    "dim": "2",
}
_TICK = 0.5
"""Seconds between two updates of a progress line."""


@dataclass
class Console:
    """What the global flags decided about talking: verbose, quiet, json, colour."""

    verbose: bool = False
    quiet: bool = False
    json: bool = False
    color: bool = False
    tty: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    _busy: bool = False

    @classmethod
    def of_terminal(cls, *, verbose: bool, quiet: bool, json: bool) -> Console:
        """A console for this process: colour when stdout is a terminal, NO_COLOR is empty and TERM is not dumb.

        See https://no-color.org: any non-empty NO_COLOR turns colour off.
        """
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        return cls(
            verbose=verbose,
            quiet=quiet,
            json=json,
            color=sys.stdout.isatty() and not plain and not json,
            tty=sys.stderr.isatty() and os.environ.get("TERM") != "dumb",
        )

    def result(self, text: str) -> None:
        """Writes a result to stdout: a table, findings, a JSON document."""
        print(text, file=self.out, flush=True)

    def note(self, text: str) -> None:
        """Writes a line for the person who waits, unless --quiet."""
        if not self.quiet:
            self._say(text)

    def detail(self, text: str) -> None:
        """Writes a line with --verbose only."""
        if self.verbose:
            self._say(text)

    def error(self, text: str) -> None:
        """Writes a line to stderr, --quiet or not."""
        self._say(text)

    def _say(self, text: str) -> None:
        # One write a line: several threads speak.
        self.err.write(f"{text}\n")
        self.err.flush()

    def style(self, text: str, style: str) -> str:
        """The text in a colour, or as it is when colour is off."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color else text

    @contextmanager
    def progress(self, label: str) -> Iterator[None]:
        """Shows what is going on and for how many seconds, on a terminal; cleared at the end."""
        if self.verbose or not self.tty or self.quiet or self._busy:
            self.detail(f"# {label}")
            yield
            return
        self._busy = True
        done = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(label, done), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            done.set()
            ticker.join()
            self._busy = False
            print("\r\x1b[K", end="", file=self.err, flush=True)

    def _tick(self, label: str, done: threading.Event) -> None:
        began = time.monotonic()
        while True:
            seconds = int(time.monotonic() - began)
            since = f" {seconds} s" if seconds else ""
            print(f"\r\x1b[K{label}…{since}", end="", file=self.err, flush=True)
            if done.wait(_TICK):
                return
