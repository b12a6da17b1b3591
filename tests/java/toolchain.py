"""javac, java and the class path of pom.xml; everything that is made goes into a cache outside the tree.

The testee's `run` script uses this too, so it imports the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "templates" / "java" / "runtime"
POM = Path(__file__).with_name("pom.xml")
TOOLS = ("java", "javac", "mvn")

_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
_COPY = f"{_PLUGIN}:copy-dependencies"
_FETCH = f"{_PLUGIN}:copy"
_FORMATTER = "com.google.googlejavaformat:google-java-format:1.25.2:jar:all-deps"
_JAVAC = (
    *("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"),  # half the CPU for so few files
    *("-encoding", "UTF-8", "--release", "11", "-proc:none"),
)
_STRICT = ("-Xlint:all", "-Xdoclint:all/protected,-missing", "-Werror")


def missing() -> list[str]:
    """The tools that are not on the PATH."""
    return [tool for tool in TOOLS if not shutil.which(tool)]


def cache() -> Path:
    """The folder of everything that is made for Java."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "protoc-gen-ego" / "java"


def class_path() -> str:
    """The jars of pom.xml, resolved by Maven once."""
    return class_path_of(POM)


def class_path_of(pom: Path) -> str:
    """The jars of a pom.xml, resolved by Maven once."""

    def resolve(target: Path) -> None:
        command = ["mvn", "-q", "-B", "-f", str(pom), _COPY]
        _run([*command, f"-DoutputDirectory={target}", "-DincludeScope=runtime"])

    return f"{_once('jars', pom.read_bytes(), resolve)}/*"


def formatter() -> list[str]:
    """The command of google-java-format."""

    def resolve(target: Path) -> None:
        command = ["mvn", "-q", "-B", "-f", str(POM), _FETCH, f"-Dartifact={_FORMATTER}"]
        _run([*command, f"-DoutputDirectory={target}"])

    [jar] = _once("formatter", _FORMATTER.encode(), resolve).iterdir()
    packages = ("api", "code", "file", "parser", "tree", "util")
    opened = [
        f"--add-exports=jdk.compiler/com.sun.tools.javac.{name}=ALL-UNNAMED" for name in packages
    ]
    return ["java", *opened, "-jar", str(jar)]


def runtime() -> str:
    """The runtime compiled, and what it needs, as a class path."""
    return os.pathsep.join((str(classes(sources(RUNTIME), class_path())), class_path()))


def sources(folder: Path) -> list[Path]:
    """The Java files below a folder, sorted."""
    return sorted(folder.rglob("*.java"))


def classes(files: Iterable[Path], path: str, *, strict: bool = True) -> Path:
    """The folder of the compiled files; compiled only when their content is new."""
    files = list(files)
    key = path.encode() + b"".join(file.name.encode() + file.read_bytes() for file in files)
    return _once("classes", key, lambda target: compile_into(target, files, path, strict=strict))


def compile_into(target: Path, files: Iterable[Path], path: str, *, strict: bool = True) -> None:
    """Runs javac, strictly with all warnings as errors."""
    command = ["javac", *_JAVAC, *(_STRICT if strict else ()), "-cp", path, "-d", str(target)]
    _run([*command, *map(str, files)])


def _once(kind: str, key: bytes, make: Callable[[Path], None]) -> Path:
    """The folder made for this key: made aside and renamed, so that it is complete or not there."""
    target = cache() / f"{kind}-{hashlib.sha256(key).hexdigest()[:16]}"
    if not target.is_dir():
        cache().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache()) as aside:
            made = Path(aside) / "made"
            made.mkdir()
            make(made)
            try:
                made.rename(target)
            except OSError:
                if not target.is_dir():  # otherwise another process was faster
                    raise
    return target


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace")
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{said[-8000:]}")
