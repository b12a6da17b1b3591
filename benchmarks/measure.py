"""Runs commands in turn and reads what the operating system says they cost."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A process to measure."""

    name: str
    arguments: Sequence[str]
    stdin: Path | None = None
    cwd: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """What one command costs: the medians of its runs."""

    cpu: float  # seconds of user and system time, children included
    memory: float  # MiB, the largest process
    cpu_runs: tuple[float, ...]


def once(command: Command) -> tuple[float, float]:
    """(CPU seconds, peak MiB) of one run.

    Raises:
        RuntimeError: the command failed; a failed run measures nothing.
    """
    stdin = command.stdin.open("rb") if command.stdin else subprocess.DEVNULL
    process = subprocess.Popen(
        command.arguments,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=command.cwd,
        env={**os.environ, **command.environment},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen does not wait again
    if process.returncode:
        raise RuntimeError(
            f"{command.name} failed with exit code {process.returncode}: {command.arguments}"
        )
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def interleaved(commands: Sequence[Command], runs: int) -> list[Cost]:
    """The commands in turn, A B A B …, so that a drift of the machine hits them alike; one warm-up round first."""
    for command in commands:
        once(command)
    samples: list[list[tuple[float, float]]] = [[] for _ in commands]
    for _ in range(runs):
        for index, command in enumerate(commands):
            samples[index].append(once(command))
    return [
        Cost(
            cpu=statistics.median(cpu for cpu, _ in sample),
            memory=statistics.median(memory for _, memory in sample),
            cpu_runs=tuple(cpu for cpu, _ in sample),
        )
        for sample in samples
    ]


def ratio(ours: Cost, peer: Cost) -> float:
    """The median of the ratios run by run."""
    return statistics.median(a / b for a, b in zip(ours.cpu_runs, peer.cpu_runs, strict=True))
