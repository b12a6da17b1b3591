"""The tools that ego and the code it makes need: how each is found, asked for its version, and got."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ego_ci.inputs import locate
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain


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


def _numbered(*arguments: str) -> Callable[[Runner, Path], str]:
    """The version is the first number with a dot in what the program prints, on whichever stream."""

    def ask(runner: Runner, path: Path) -> str:
        try:
            done = runner.run([path, *arguments])
        except Problem:
            return ""
        found = re.search(r"\d+(\.\d+)+", done.text + done.stderr.decode("utf-8", "replace"))
        return found[0] if found else ""

    return ask


def _extension(runner: Runner) -> Path | None:
    """ext-grpc: php itself where it is enabled, else the one that tests/php/toolchain built."""
    php = runner.search("php")
    if php is None:
        return None
    asked: list[str | Path] = [php, "-r", "exit(extension_loaded('grpc') ? 0 : 1);"]
    if runner.run(asked, ok=range(256)).code == 0:
        return php
    cache = runner.environ.get("XDG_CACHE_HOME") or f"{runner.environ.get('HOME', '')}/.cache"
    built = sorted(Path(cache, "protoc-gen-ego", "php-grpc").glob("grpc-*/src/php/grpc.so"))
    return built[-1] if built else None


def _extension_version(runner: Runner, path: Path) -> str:
    php = runner.search("php")
    built = ["-d", f"extension={path}"] if path.suffix == ".so" else []
    return _numbered(*built, "-r", "echo phpversion('grpc');")(runner, php) if php else ""


def _pinned(runner: Runner) -> Path | None:
    """The cache of the pinned tools, once there is one."""
    root = Toolchain(runner).cache.root
    return root if root.is_dir() else None


def _pinned_version(runner: Runner, _path: Path) -> str:
    tools = Toolchain(runner)
    there = sum(map(tools.installed, tools.entries))
    return f"{there} of {len(tools.entries)}" if there else ""


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
        "check (breaking changes), package (commit), publish to go and php-git",
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
    Tool(
        "twine",
        "publish to pypi and gitlab",
        "pip install 'protoc-gen-ego[publish]'",
        _module("twine"),
        _installed("twine"),
        required=False,
    ),
    *(
        Tool(name, needed_by, get, _program(name), _numbered(*asked), required=False)
        for name, needed_by, get, asked in (
            (
                "go",
                "code of errors:go",
                "apt-get install golang-go, or https://go.dev/dl",
                ["version"],
            ),
            ("java", "code of errors:java", "apt-get install default-jdk-headless", ["-version"]),
            ("javac", "code of errors:java", "apt-get install default-jdk-headless", ["-version"]),
            ("mvn", "code of errors:java", "apt-get install maven", ["--version"]),
            (
                "node",
                "code of errors:typescript",
                "apt-get install nodejs (20 or newer)",
                ["--version"],
            ),
            ("npm", "code of errors:typescript", "apt-get install npm", ["--version"]),
            ("php", "code of errors:php", "apt-get install php-cli (8.1 or newer)", ["--version"]),
            ("composer", "code of errors:php", "apt-get install composer", ["--version"]),
        )
    ),
    Tool(
        "ext-grpc",
        "calls in PHP",
        "pecl install grpc, and enable it in php.ini; tests/php/toolchain of our sources builds it too",
        _extension,
        _extension_version,
        required=False,
    ),
    Tool(
        "toolchain",
        "package in go, typescript, java, php",
        "nothing to do: installed on first use; `ego toolchain install` does it now",
        _pinned,
        _pinned_version,
        required=False,
    ),
)
