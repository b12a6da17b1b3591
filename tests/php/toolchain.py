"""The PHP toolchain: the interpreter, the style checker, composer, ext-grpc, and a project that autoloads by PSR-4."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
RUNTIME = HERE.parents[1] / "templates" / "php" / "runtime"
CASES = HERE / "cases"
# All errors count, and assertions are on.
STRICT = ("-d", "error_reporting=-1", "-d", "display_errors=stderr", "-d", "zend.assertions=1")


def run(*command: str, cwd: Path, fails: bool = False) -> str:
    """What a command prints; with `fails` it must not succeed.

    Raises:
        AssertionError: it ended otherwise than expected; the message holds all output.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        timeout=600,
        env={
            **os.environ,
            "COMPOSER_ALLOW_SUPERUSER": "1",
            "COMPOSER_HOME": str(cwd / ".composer"),
        },
    )
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert (done.returncode != 0) == fails, f"{' '.join(command)}: {done.returncode}\n{output}"
    return output if fails else done.stdout.decode("utf-8")


def php(script: Path, *arguments: str, cwd: Path) -> str:
    """What a script prints."""
    return run("php", *STRICT, str(script), *arguments, cwd=cwd)


@cache
def grpc() -> Path:
    """The folder with ext-grpc and gRPC's PHP classes, built on first use."""
    return Path(run(str(HERE / "toolchain"), cwd=HERE).strip())


def with_grpc(script: Path, *arguments: str) -> tuple[str, ...]:
    """The command that runs a script with ext-grpc."""
    extension = f"extension={grpc() / 'grpc.so'}"
    return ("php", *STRICT, "-d", extension, str(script), *arguments)


def lint(folder: Path) -> int:
    """How many files PHP's parser accepted: all below a folder."""
    files = sorted(folder.rglob("*.php"))
    for file in files:
        run("php", *STRICT, "-l", str(file), cwd=folder)
    return len(files)


def check_style(*paths: Path, leave_out: str = "") -> None:
    """PSR-12 has nothing to say, apart from its soft limit for the length of lines."""
    options = ["--standard=PSR12", "-q", "--warning-severity=0"]
    if leave_out:
        options.append(f"--exclude={leave_out}")
    run("phpcs", *options, *(str(path) for path in paths), cwd=HERE)


def project(folder: Path, files: Mapping[str, str]) -> Path:
    """A project whose `gen` holds these files; composer finds each class by the name of its file."""
    for name, content in files.items():
        path = folder / "gen" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="")
    autoload = {"psr-4": {"": "gen/"}}
    (folder / "composer.json").write_text(json.dumps({"autoload": autoload}), "utf-8")
    composer = ("composer", "--no-interaction", "--no-plugins")
    run(*composer, "dump-autoload", "--optimize", "--strict-psr", cwd=folder)
    return folder
