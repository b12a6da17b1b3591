"""Compiler: javac, for Java 11 and whatever is newer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ego_ci.packages.folder import read, write
from ego_ci.problem import Problem
from ego_ci.process import Runner

_OPTIONS = (
    *("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"),  # half the CPU for so few files
    *("-J-Duser.language=en", "-encoding", "UTF-8", "--release", "11"),
    *("-proc:none", "-implicit:none", "-Xlint:all"),
)
_REMEDY = "install a JDK, 11 or newer (Debian: apt-get install default-jdk-headless)"


def classes(
    process: Runner,
    folder: Path,
    sources: Mapping[str, bytes],
    *,
    class_path: Iterable[Path],
    place: Path | None = None,
) -> dict[str, bytes]:
    """The class files of some sources, by path; Problem with the compiler's words if it refuses them.

    protoc's classes have warnings of their own; they are not ours to fail on.

    Args:
        process: runs the compiler.
        folder: an empty folder to work in.
        sources: path -> content.
        class_path: jars.
        place: where the sources are, if they are files already.
    """
    if place is None:
        place = folder / "sources"
        write(place, sources)
    made = folder / "classes"
    made.mkdir()
    # Thousands of names do not fit on a command line.
    names = folder / "sources.txt"
    names.write_text("".join(f'"{_quoted(path)}"\n' for path in sorted(sources)), "utf-8")
    joined = ":".join(map(str, class_path))
    done = process.run(
        ["javac", *_OPTIONS, "-d", made, "-cp", joined, f"@{names}"],
        cwd=place,
        ok=range(256),
        remedy=_REMEDY,
    )
    if done.code != 0:
        raise Problem(
            "the generated Java does not compile",
            remedy="look at the first line; javac must be of JDK 11 or newer",
            output=(done.stdout + done.stderr).decode("utf-8", "replace").strip(),
        )
    return read(made, ".class")


def _quoted(path: str) -> str:
    return path.replace("\\", "\\\\").replace('"', '\\"')
