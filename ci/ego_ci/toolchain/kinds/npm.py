"""Programs and libraries for Node: installed by `npm ci` from a package-lock with the closure; no script is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ego_ci.process import Runner
from ego_ci.toolchain import digest, managers
from ego_ci.toolchain.lock import Entry
from ego_ci.toolchain.wanted import Wanted

_REMEDY = "npm must be on the PATH and reach its registry; NPM_CONFIG_REGISTRY names another one"
# The addresses stay out of the lock: a company's npm takes the same bytes from its own mirror.
_QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")
_PLATFORMS = {
    "linux-x86_64": ("--os=linux", "--cpu=x64", "--libc=glibc"),
    "linux-aarch64": ("--os=linux", "--cpu=arm64", "--libc=glibc"),
    "darwin-x86_64": ("--os=darwin", "--cpu=x64"),
    "darwin-aarch64": ("--os=darwin", "--cpu=arm64"),
}


def install(entry: Entry, folder: Path, process: Runner) -> None:
    """npm compares every tarball with its sha512 of the package-lock."""
    _write(folder / "package.json", entry.pins["package"])
    _write(folder / "package-lock.json", entry.pins["lock"])
    _ci(folder, process)


def resolve(wanted: Wanted, scratch: Path, process: Runner) -> Entry:
    """Lets npm choose the closure, then installs it for each platform to know the digests."""
    package = {
        "private": True,
        "dependencies": dict(_split(text) for text in wanted.packages),
        **({"overrides": dict(wanted.overrides)} if wanted.overrides else {}),
    }
    _write(scratch / "package.json", package)
    command = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
    managers.run("npm", process, [*command, *_QUIET], cwd=scratch, remedy=_REMEDY)
    lock = json.loads((scratch / "package-lock.json").read_text(encoding="utf-8"))
    lock.pop("name", None)  # the name of the temporary folder
    for package_entry in lock["packages"].values():
        package_entry.pop("funding", None)  # addresses, of no use to an installation
    pins = {"package": package, "lock": lock}
    entry = Entry(wanted.name, "npm", wanted.version, wanted.program, wanted.used_for, pins)
    trees = {}
    for platform, options in _PLATFORMS.items():
        folder = scratch / platform
        folder.mkdir()
        _write(folder / "package.json", package)
        _write(folder / "package-lock.json", lock)
        _ci(folder, process, *options)
        trees[platform] = digest.of_tree(folder)
    return Entry(
        entry.name, "npm", entry.version, entry.program, entry.used_for, pins, _shared(trees)
    )


def _ci(folder: Path, process: Runner, *options: str) -> None:
    managers.run("npm", process, ["npm", "ci", *_QUIET, *options], cwd=folder, remedy=_REMEDY)


def _shared(trees: dict[str, str]) -> dict[str, str]:
    """One digest where all platforms have the same files."""
    return {"any": next(iter(trees.values()))} if len(set(trees.values())) == 1 else trees


def _split(package: str) -> tuple[str, str]:
    name, _, version = package.rpartition("@")
    return name, version


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
