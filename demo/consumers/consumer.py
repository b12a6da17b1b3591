"""Consumer: a project in some language that has installed the shop's package and can be run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Consumer:
    """The programs of an installed project.

    Attributes:
        cwd: the project's folder.
        client: the command of its client; the address of a server follows. It prints one line about the error it got.
        server: the command of its server, () if it has none. It prints its port, and ends with its stdin.
        environment: what they need beside our own.
    """

    cwd: Path
    client: tuple[str, ...]
    server: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def run(*command: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints; `environment` is added to our own.

    Raises:
        RuntimeError: it failed; the message holds its output.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{said[-8000:]}")
    return done.stdout.decode("utf-8", "replace")
