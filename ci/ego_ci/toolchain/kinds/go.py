"""Go programs: compiled from sources that go.sum pins. Their bytes depend on the compiler, so they are recorded."""

from __future__ import annotations

from pathlib import Path

from ego_ci.process import Runner
from ego_ci.toolchain import managers
from ego_ci.toolchain.lock import Entry
from ego_ci.toolchain.wanted import Wanted

_REMEDY = "Go 1.25 or newer must be on the PATH and reach its module proxy; GOPROXY names another"
_STATIC = {"CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": ""}
_MODULE = "example.com/toolchain"


def install(entry: Entry, folder: Path, process: Runner) -> None:
    """`-mod=readonly` lets Go use nothing but what go.mod and go.sum pin."""
    source = folder / "source"
    source.mkdir()
    (source / "go.mod").write_text("\n".join(entry.pins["mod"]) + "\n")
    (source / "go.sum").write_text("\n".join(entry.pins["sum"]) + "\n")
    command = ["go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"]
    target = ["-o", folder / entry.program, entry.pins["package"]]
    managers.run("go", process, [*command, *target], cwd=source, remedy=_REMEDY, env=_STATIC)
    for file in source.iterdir():
        file.unlink()
    source.rmdir()


def resolve(wanted: Wanted, scratch: Path, process: Runner) -> Entry:
    """go.mod and go.sum of a module that needs the program alone; Go's checksum database vouches for the sums."""
    [package] = wanted.packages
    path, _, version = package.partition("@")
    # Go raises this to what the program needs; without it, it would demand the compiler of this machine.
    (scratch / "go.mod").write_text(f"module {_MODULE}\n\ngo 1.21\n")
    command = ["go", "get", package]
    managers.run("go", process, command, cwd=scratch, remedy=_REMEDY, env=_STATIC)
    pins = {
        "package": path,
        "mod": (scratch / "go.mod").read_text().splitlines(),
        "sum": (scratch / "go.sum").read_text().splitlines(),
    }
    return Entry(wanted.name, "go", version, wanted.program, wanted.used_for, pins)
