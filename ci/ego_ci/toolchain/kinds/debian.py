"""Programs of the Linux distribution: found where it puts them, held to a known sha256, or to the one seen first."""

from __future__ import annotations

import os
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import digest, managers
from ego_ci.toolchain.cache import Cache
from ego_ci.toolchain.lock import Entry, here
from ego_ci.toolchain.wanted import Wanted


def find(entry: Entry) -> Path | None:
    """The program, None if the package is not installed. Only its own place counts, not what PATH says."""
    path = Path(entry.program)
    return path if path.is_file() and os.access(path, os.X_OK) else None


def install(entry: Entry, process: Runner) -> None:
    """apt-get, as root only: nothing else may change a system."""
    if os.geteuid() != 0 or process.search("apt-get") is None:
        raise missing(entry)
    options = ["-qq", "-y", "--no-install-recommends"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", *options, _package(entry)],
    ):
        managers.run("debian", process, command, cwd=Path("/"), env=quiet)


def verify(entry: Entry, process: Runner, cache: Cache) -> str:
    """The program's sha256: a pinned one of the installed version, else the one that was recorded first."""
    path = find(entry)
    if path is None:
        raise missing(entry)
    found = digest.of_file(path)
    version = installed_version(entry, process)
    known = entry.pins["sha256"].get(f"{version} {here()}")
    key = f"{version} " if version else ""
    expected = known or cache.recorded(entry).removeprefix(key)
    if not expected or " " in expected:  # another version was there before
        cache.remember(entry, f"{key}{found}")
    elif found != expected:
        raise Problem(
            f"{path} of {_package(entry)} {version} does not have the bytes that are known of it: it is not run",
            remedy=f"find out who changed it, then `apt-get install --reinstall {_package(entry)}`",
        )
    return found


def installed_version(entry: Entry, process: Runner) -> str:
    """The version of the installed package, '' on a system that is not Debian's."""
    if process.search("dpkg-query") is None:
        return ""
    command = ["dpkg-query", "--show", "--showformat=${Version}", _package(entry)]
    done = process.run(command, ok=range(256))
    return done.text.strip() if done.code == 0 else ""


def missing(entry: Entry) -> Problem:
    """The Problem of a program that only the system's administrator can add."""
    return Problem(
        f"{entry.name} is not installed",
        remedy=f"as root: `apt-get install {_package(entry)}`, or `ego toolchain install {entry.name}`",
    )


def resolve(wanted: Wanted, _scratch: Path, process: Runner) -> Entry:
    """Pins what this machine has; the command that renews the lock keeps what other machines had."""
    [package] = wanted.packages
    entry = Entry(
        wanted.name,
        "debian",
        "",
        wanted.program,
        wanted.used_for,
        {"package": package.rstrip("@"), "sha256": {}},
    )
    path, version = find(entry), installed_version(entry, process)
    if path and version:
        entry.pins["sha256"][f"{version} {here()}"] = digest.of_file(path)
    return entry


def _package(entry: Entry) -> str:
    return str(entry.pins["package"])
