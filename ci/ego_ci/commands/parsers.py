"""The parsers of the languages, where they are installed: whether one would refuse a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from ego_ci.process import Runner

# What is parsed and nothing more: no file is written, no type is looked up.
_COMMANDS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "go": lambda file: ("gofmt", "-e", "-l", str(file)),
    "php": lambda file: ("php", "-d", "display_errors=1", "-l", str(file)),
    "java": lambda file: (
        *(
            "javac",
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:+UseSerialGC",
            "-proc:none",
            "-encoding",
            "UTF-8",
        ),
        *("-XDshould-stop.ifNoError=PARSE", "-XDshould-stop.ifError=PARSE", str(file)),
    ),
    "typescript": lambda file: (
        *("tsc", "--noEmit", "--noCheck", "--noResolve", "--skipLibCheck", "--ignoreConfig"),
        str(file),
    ),
}
_PLACE = re.compile(r"(?:\(|:| on line )([0-9]+)")


def _local(program: str, file: Path) -> Path | None:
    """The program of the Node project that a file is in."""
    for folder in file.resolve().parents:
        candidate = folder / "node_modules" / ".bin" / program
        if candidate.is_file():
            return candidate
    return None


def refusal(process: Runner, language: str, file: Path) -> tuple[int, str] | None:
    """(line, what the language's own parser says) of a file that it refuses.

    None if it takes the file, or is not installed: then the brackets of the file were looked at, and that is all.
    """
    if language not in _COMMANDS:
        return None  # Python: its parser was asked already
    program, *arguments = _COMMANDS[language](file.resolve())
    found = _local(program, file) or process.search(program)
    if found is None:
        return None
    done = process.run([found, *arguments], ok=range(256))
    if done.code == 0:
        return None
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    lines = [line for line in said.splitlines() if file.name in line and _PLACE.search(line)]
    if not lines:
        return None  # it has something else to say, such as about its options
    place = _PLACE.search(lines[0].partition(file.name)[2])
    return (int(place[1]) if place else 1), f"{program}: {lines[0].strip()}"
