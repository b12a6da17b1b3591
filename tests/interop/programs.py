"""The programs of the interop tests: how each is built, from what the toolchain files of its language pin."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.go import toolchain as go
from tests.java import toolchain as java
from tests.php import toolchain as php
from tests.protos import generated
from tests.typescript import toolchain as typescript

HERE = Path(__file__).parent
PROTO = HERE / "interop.proto"


@dataclass(frozen=True)
class Program:
    """The command of a program; `server` or `client` follows as the last argument."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    single_threaded: bool = False
    """Whether its server serves one call at a time, so that a chain over it and back needs a second one."""


@dataclass(frozen=True)
class Language:
    """A language: the tools it cannot do without, and how its program is built into an empty folder."""

    name: str
    tools: tuple[str, ...]
    build: Callable[[Path], Program]

    def missing(self) -> list[str]:
        """The tools that are not on the PATH."""
        return [tool for tool in self.tools if not shutil.which(tool)]


def errors(language: str) -> dict[str, str]:
    """What is generated of interop.proto for a language, the runtime included."""
    return generated({PROTO.name: PROTO.read_text("utf-8")}, f"target=errors:{language}")


def _python(folder: Path) -> Program:
    go.write(folder, errors("python"))
    script = HERE / "python" / "main.py"
    paths = os.pathsep.join(map(str, (folder, script.parent)))
    return Program((sys.executable, str(script)), {"PYTHONPATH": paths})


def _go(folder: Path) -> Program:
    go.copy(folder, HERE.parent / "go", "go.mod", "go.sum")
    go.write(folder / "interop", errors("go"))
    go.copy(folder / "interop", HERE / "go", "rpc/*.go", "program/*.go")
    return _go_build(folder, "./interop/program")


def _kratos(folder: Path) -> Program:
    go.copy(folder, HERE.parent / "go" / "kratos", "go.mod", "go.sum")
    go.copy(folder / "interop", HERE / "go", "rpc/*.go")
    go.copy(folder / "interop", HERE, "kratos/*.go")
    return _go_build(folder, "./interop/kratos")


def _go_build(folder: Path, package: str) -> Program:
    go.run("go", "build", "-trimpath", "-o", str(folder / "made"), package, cwd=folder)
    return Program((str(folder / "made"),))


def _java(folder: Path) -> Program:
    go.write(folder, errors("java"))
    runtime = java.runtime()
    own = [path for path in java.sources(folder) if "io/egoerrors" not in path.as_posix()]
    json = HERE.parent / "conformance" / "testees" / "java" / "Json.java"
    classes = java.classes([*own, json, *java.sources(HERE / "java")], runtime)
    options = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m")
    path = os.pathsep.join((str(classes), runtime))
    return Program(("java", *options, "-cp", path, "Main"))


def _typescript(folder: Path) -> Program:
    files = errors("typescript")
    files |= {path.name: path.read_text("utf-8") for path in (HERE / "typescript").glob("*.ts")}
    typescript.project(folder, files)
    typescript.run(typescript.tool("tsc"), "-p", "tsconfig.esm.json", cwd=folder)
    return Program(("node", str(folder / "dist" / "esm" / "main.js")))


def _php(folder: Path) -> Program:
    go.write(folder, errors("php"))
    return Program(
        php.with_grpc(HERE / "php" / "main.php"),
        {"INTEROP_GENERATED": str(folder), "INTEROP_GRPC": str(php.grpc() / "lib")},
        single_threaded=True,
    )


LANGUAGES = (
    Language("python", (), _python),
    Language("go", ("go",), _go),
    Language("typescript", ("node", "npm"), _typescript),
    Language("java", java.TOOLS, _java),
    Language("php", ("php",), _php),
)
KRATOS = Language("kratos", ("go",), _kratos)
