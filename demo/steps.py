"""Steps of a demonstration: each has a heading, is timed, and gets a line in the summary."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = Path(os.environ.get("DEMO_OUT") or ROOT / "demo" / "out")
"""Where everything is made; emptied first."""
TOOLS = ROOT / ".venv" / "bin"


class Failed(Exception):
    """Something came out other than the demonstration promises."""


def show(path: Path) -> str:
    """A path as a person in the root of the project would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def bold(text: str) -> str:
    plain = "NO_COLOR" in os.environ or not sys.stdout.isatty()
    return text if plain else f"\033[1m{text}\033[0m"


@dataclass
class Step:
    title: str
    result: str = "ok"
    seconds: float = 0.0


@dataclass
class Story:
    """The steps so far."""

    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Prints the heading and times the block; the block may set ``result``."""
        step = Step(title)
        self.steps.append(step)
        print(f"\n{bold(f'── {len(self.steps)}. {title}')}", flush=True)
        start = time.monotonic()
        try:
            yield step
        except BaseException:
            step.result = "FAILED"
            raise
        finally:
            step.seconds = time.monotonic() - start

    def summary(self) -> str:
        widest = max(len(step.title) for step in self.steps)
        rows = (f"  {s.title:<{widest}}  {s.seconds:>6.1f} s  {s.result}" for s in self.steps)
        return "\n".join(rows)


def run(*command: str | Path, ok: tuple[int, ...] = (0,), shown: bool = True) -> str:
    """Shows a command as it can be pasted, runs it, gives back (and shows) what it prints."""
    words = [show(part) if isinstance(part, Path) else part for part in command]
    print(f"$ {shlex.join(words)}", flush=True)
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout
        told = []
        for line in process.stdout:
            told.append(line)
            if shown:
                print(f"  {line}", end="", flush=True)
    if process.returncode not in ok:
        raise Failed(f"exit code {process.returncode} of `{shlex.join(words)}`")
    return "".join(told)


def quiet(*command: str | Path, cwd: Path) -> str:
    """Runs a command of the stage hands: nothing is shown unless it fails."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise Failed(f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def repository(source: Path, target: Path) -> Path:
    """Copies a folder of protos and commits it, as a repository of its own with a branch `main`."""
    import shutil

    shutil.copytree(source, target, ignore=shutil.ignore_patterns("build"))
    (target / ".gitignore").write_text("/build/\n", encoding="utf-8")
    quiet("git", "init", "-q", "-b", "main", cwd=target)
    quiet("git", "add", ".", cwd=target)
    commit(target, "The protos as they are")
    return target


def commit(folder: Path, message: str) -> None:
    identity = ("-c", "user.name=Demo", "-c", "user.email=demo@example.com")
    quiet("git", *identity, "commit", "-q", "--no-gpg-sign", "-am", message, cwd=folder)
