"""Generated Java compiled with all warnings as errors, and run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.java import toolchain

PROGRAMS = Path(__file__).with_name("programs")


def compiled(folder: Path, generated: Mapping[str, str], *programs: str) -> str:
    """The class path of generated files and programs of this folder, compiled together with the runtime.

    Raises:
        RuntimeError: javac has something to say.
    """
    source = folder / "source"
    for path, content in generated.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(content, "utf-8", newline="")
    classes = folder / "classes"
    classes.mkdir()
    own = [PROGRAMS / f"{name}.java" for name in ("Check", *programs)]
    files = [path for path in toolchain.sources(source) if "io/egoerrors" not in path.as_posix()]
    toolchain.compile_into(classes, [*files, *own], toolchain.runtime())
    return os.pathsep.join((str(classes), toolchain.runtime()))


def run(class_path: str, program: str, *arguments: str) -> str:
    """What a program prints; it ends with another code than 0 as soon as a check fails."""
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", class_path]
    done = subprocess.run(
        [*command, program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
