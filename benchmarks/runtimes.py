"""Reading and matching a received error, in each language, against that language's own decoding of a status."""

from __future__ import annotations

import base64
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]

from benchmarks.cases import Row
from benchmarks.measure import Command, Cost, interleaved
from benchmarks.programs import ROOT, protoc
from tests.go import toolchain as go
from tests.interop.cases import UID, Case, b64
from tests.interop.programs import errors
from tests.java import toolchain as java
from tests.php import toolchain as php
from tests.typescript import toolchain as typescript

HERE = Path(__file__).parent / "decoding"
LIMIT = 2.0
DETAILS = b64(Case("", message="user 42 not found", metadata=UID).status.SerializeToString())


@dataclass(frozen=True)
class Program:
    """A program that reads errors `ego`, `native` or `empty`: COMMAND WAY COUNT DETAILS."""

    command: list[str]
    peer: str
    count: int
    """So many calls cost the peer about a second."""
    environment: Mapping[str, str] = field(default_factory=dict)
    more: tuple[str, ...] = ()


def runtimes(folder: Path, runs: int) -> Iterator[Row]:
    """One row for each language. What starting the program and looping cost is taken off both sides."""
    for name, build in BUILDS.items():
        (folder / name).mkdir(parents=True)
        program = build(folder / name)
        commands = [
            Command(
                f"{name} {way}",
                [*program.command, way, str(program.count), DETAILS, *program.more],
                environment=program.environment,
            )
            for way in ("ego", "native", "empty")
        ]
        ours, theirs, empty = interleaved(commands, runs)
        ours, theirs = _net(ours, empty), _net(theirs, empty)
        ratios = [a / b for a, b in zip(ours.cpu_runs, theirs.cpu_runs, strict=True)]
        what = f"from_error and match, {program.count:,} errors, {name}"
        yield Row(what, program.peer, statistics.median(ratios), LIMIT, ours, theirs)


def _net(cost: Cost, empty: Cost) -> Cost:
    runs = tuple(a - b for a, b in zip(cost.cpu_runs, empty.cpu_runs, strict=True))
    return Cost(statistics.median(runs), cost.memory, runs)


def _python(folder: Path) -> Program:
    go.write(folder, errors("python"))
    return Program(
        [sys.executable, str(HERE / "decode.py")],
        "grpcio-status rpc_status.from_call, Any.Unpack",
        150_000,
        {"PYTHONPATH": str(folder)},
    )


def _go(folder: Path) -> Program:
    go.copy(folder, ROOT / "tests" / "go", "go.mod", "go.sum")
    go.write(folder / "interop", errors("go"))
    go.copy(folder / "decoding", HERE, "*.go")
    go.run("go", "build", "-trimpath", "-o", str(folder / "made"), "./decoding", cwd=folder)
    return Program([str(folder / "made")], "grpc-go status.FromError, Details", 600_000)


def _java(folder: Path) -> Program:
    go.write(folder, errors("java"))
    runtime = java.runtime()
    own = [path for path in java.sources(folder) if "io/egoerrors" not in path.as_posix()]
    path = os.pathsep.join((str(java.classes([*own, HERE / "Decode.java"], runtime)), runtime))
    command = ["java", "-XX:+UseSerialGC", "-Xmx256m", "-cp", path, "Decode"]
    return Program(command, "grpc-java StatusProto.fromThrowable, Any.unpack", 3_000_000)


def _typescript(folder: Path) -> Program:
    sources = {**errors("typescript"), "decode.ts": (HERE / "decode.ts").read_text("utf-8")}
    typescript.project(folder, sources)
    typescript.run(typescript.tool("tsc"), "-p", "tsconfig.esm.json", cwd=folder)
    protos = FileDescriptorSet()
    for module in (status_pb2, error_details_pb2):
        _with_imports(module.DESCRIPTOR, protos)
    return Program(
        ["node", str(folder / "dist" / "esm" / "decode.js")],
        "protobuf-es fromBinary of Status and ErrorInfo",
        600_000,
        more=(base64.b64encode(protos.SerializeToString()).decode("ascii"),),
    )


def _with_imports(file: object, found: FileDescriptorSet) -> None:
    for imported in file.dependencies:  # type: ignore[attr-defined]
        _with_imports(imported, found)
    if file.name not in {known.name for known in found.file}:  # type: ignore[attr-defined]
        file.CopyToProto(found.file.add())  # type: ignore[attr-defined]


def _php(folder: Path) -> Program:
    go.write(folder, errors("php"))
    protos = files("google.rpc").joinpath("status.proto")
    root = str(Path(str(protos)).parents[2])
    names = ("google/rpc/status.proto", "google/rpc/error_details.proto")
    go.run(str(protoc()), f"-I{root}", f"--php_out={folder}", *names, cwd=folder)
    return Program(
        ["php", *php.STRICT, "-d", "zend.assertions=-1", str(HERE / "decode.php")],
        "google/protobuf mergeFromString, Any.unpack",
        30_000,
        {"DECODING_GENERATED": str(folder)},
    )


BUILDS: Mapping[str, Callable[[Path], Program]] = {
    "python": _python,
    "go": _go,
    "java": _java,
    "typescript": _typescript,
    "php": _php,
}
