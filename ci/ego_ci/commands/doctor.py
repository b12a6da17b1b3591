"""`ego doctor`: which tools there are, of what version, who needs them, and how to get them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click

from ego_ci import report
from ego_ci.flags import Command, Globals
from ego_ci.inputs import locate
from ego_ci.problem import EXIT_OK, EXIT_PROBLEM, Problem
from ego_ci.process import Runner


@dataclass(frozen=True)
class Tool:
    """A tool: which stages need it, how to get it, and how it is found and asked for its version.

    find: its place, None if it is missing. version: '' if it does not run.
    """

    name: str
    needed_by: str
    get: str
    find: Callable[[Runner], Path | None]
    version: Callable[[Runner, Path], str]
    required: bool = True


def _program(name: str) -> Callable[[Runner], Path | None]:
    return lambda runner: runner.search(name)


def _module(name: str) -> Callable[[Runner], Path | None]:
    return lambda _runner: locate(name)


def _asked(*arguments: str) -> Callable[[Runner, Path], str]:
    """The version is the last word of the first line that the program prints."""

    def ask(runner: Runner, path: Path) -> str:
        try:
            done = runner.run([path, *arguments])
        except Problem:
            return ""
        words = (done.text or done.stderr.decode("utf-8", "replace")).split("\n")[0].split()
        return words[-1] if words else ""

    return ask


def _installed(distribution: str) -> Callable[[Runner, Path], str]:
    def ask(_runner: Runner, _path: Path) -> str:
        try:
            return metadata.version(distribution)
        except metadata.PackageNotFoundError:
            return ""

    return ask


TOOLS = (
    Tool(
        "python",
        "all",
        "Python 3.10 or newer",
        lambda _runner: Path(sys.executable),
        lambda _runner, _path: ".".join(map(str, sys.version_info[:3])),
    ),
    Tool(
        "buf",
        "check, catalog, generate",
        "pip install buf-bin",
        _program("buf"),
        _asked("--version"),
    ),
    Tool(
        "git",
        "check (breaking changes), package (commit)",
        "apt-get install git, or https://git-scm.com/downloads",
        _program("git"),
        _asked("--version"),
        required=False,
    ),
    Tool(
        "protoc",
        "generate",
        "pip install grpcio-tools",
        _module("grpc_tools"),
        _installed("grpcio-tools"),
    ),
    Tool(
        "protoc-gen-ego",
        "generate",
        "pip install protoc-gen-ego",
        _program("protoc-gen-ego"),
        _asked("--version"),
    ),
    Tool(
        "protoc-gen-mypy_grpc",
        "generate",
        "pip install mypy-protobuf",
        _program("protoc-gen-mypy_grpc"),
        _installed("mypy-protobuf"),
    ),
    Tool(
        "hatchling",
        "package",
        "pip install hatchling",
        _module("hatchling"),
        _installed("hatchling"),
    ),
    Tool(
        "googleapis-common-protos",
        "generate, package",
        "pip install googleapis-common-protos",
        _module("google.rpc.status_pb2"),
        _installed("googleapis-common-protos"),
    ),
)


@click.command(
    cls=Command, help="Look for every tool that is needed, and say how to get what is missing."
)
def doctor() -> int:
    """Exit code 2 if a required tool is missing or does not run."""
    shared = click.get_current_context().ensure_object(Globals)
    console, runner = shared.console, shared.runner
    rows = [_look(tool, runner) for tool in TOOLS]
    healthy = all(row["ok"] or not row["required"] for row in rows)
    code = EXIT_OK if healthy else EXIT_PROBLEM
    if shared.json:
        console.result(report.document({"tools": rows, "exit": code}))
        return code
    cells = [
        (
            str(row["name"]),
            str(row["version"] or ("does not run" if row["path"] else "missing")),
            str(row["needed_by"]),
            str(row["path"] if row["ok"] else f"get it: {row['get']}"),
        )
        for row in rows
    ]
    head = ("tool", "version", "needed by", "found")
    lines = report.table(head, cells, right=frozenset())
    console.result(console.style(lines[0], "bold"))
    for row, line in zip(rows, lines[1:], strict=True):
        color = "green" if row["ok"] else "red" if row["required"] else "yellow"
        console.result(console.style(line, color))
    missing = [str(row["name"]) for row in rows if not row["ok"] and row["required"]]
    if missing:
        console.error(f"ego: {', '.join(missing)} missing or not running")
    return code


def _look(tool: Tool, runner: Runner) -> dict[str, object]:
    path = tool.find(runner)
    version = tool.version(runner, path) if path else ""
    return {
        "name": tool.name,
        "version": version,
        "path": str(path) if path else None,
        "needed_by": tool.needed_by,
        "required": tool.required,
        "get": tool.get,
        "ok": bool(path and version),
    }
