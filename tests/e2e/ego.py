"""The `ego` command as a person runs it: a real process in a real folder, with real buf, git and protoc."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-c", "from ego_ci.cli import main; main()")
"""The command of this environment; the same as the installed script, without asking where that is."""
CI = ("CI_", "GITLAB_")
"""How the variables of a CI job begin."""


@dataclass(frozen=True)
class Told:
    """What a command answered: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def rules(self) -> list[str]:
        """The rules of the findings of a `--json` document, in their order."""
        return [item["rule"] for item in self.document["diagnostics"]]


def environment(**more: str) -> dict[str, str]:
    """Our own environment without what a CI job, a terminal or the tests themselves put into it."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(CI) and name not in ("NO_COLOR", "EGO_TRACEBACK")
    }
    return {**ours, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", **more}


def ego(
    folder: Path,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    command: tuple[str, ...] = COMMAND,
    timeout: float = 120,
) -> Told:
    """Runs `ego` in a folder to its end; `before` is called in the child before it starts; timeout in seconds."""
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=environment(**(env or {})),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
        timeout=timeout,
    )
    return Told(done.returncode, done.stdout, done.stderr)


def scaffold(folder: Path) -> Path:
    """A folder as `ego init` writes it."""
    told = ego(folder.parent, "init", "--quiet", f"./{folder.name}")
    assert told.code == 0, told.err
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Runs git as somebody with a name."""
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "change") -> str:
    """Commits everything; the commit's id."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path) -> Path:
    """A scaffold with one commit on `main`."""
    scaffold(folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "start")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replaces one text in a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")
