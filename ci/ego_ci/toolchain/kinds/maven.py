"""Programs and jars from a Maven repository: copied by Maven's own plugin, compared with the pinned sha256 here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import digest, managers
from ego_ci.toolchain.lock import Entry, here
from ego_ci.toolchain.wanted import Wanted

_REMEDY = "mvn must be on the PATH and reach its repository; settings.xml names a mirror"
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
_CLASSIFIERS: Mapping[str, str] = {
    "linux-x86_64": "linux-x86_64",
    "linux-aarch64": "linux-aarch_64",
    "darwin-x86_64": "osx-x86_64",
    "darwin-aarch64": "osx-aarch_64",
}
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>toolchain</groupId>
  <artifactId>toolchain</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
{dependencies}
  </dependencies>
</project>
"""
_DEPENDENCY = """    <dependency>
      <groupId>{group}</groupId>
      <artifactId>{artifact}</artifactId>
      <version>{version}</version>
      <type>{type}</type>
{classifier}      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>"""
_LISTED = re.compile(r"^\s+([\w.-]+):([\w.-]+):(jar):([\w.-]+):(?:compile|runtime)\b", re.MULTILINE)


def install(entry: Entry, folder: Path, process: Runner) -> None:
    """Copies exactly the pinned artifacts, what they depend on is pinned beside them."""
    pinned = _pinned(entry.pins["artifacts"])
    if not pinned:
        raise Problem(
            f"{entry.name} {entry.version} is not published for {here()}",
            remedy="use a machine of another kind, such as linux-x86_64",
        )
    names = {_file(artifact): sha256 for artifact, sha256 in pinned.items()}
    _copy(pinned, folder, process)
    for name, sha256 in names.items():
        if digest.of_file(folder / name) != sha256:
            raise Problem(
                f"{name} has other bytes than the lock file says",
                remedy="ask who changed it: a released artifact never changes",
            )
    if entry.program:
        [only] = names
        (folder / only).rename(folder / entry.program).chmod(0o755)


def resolve(wanted: Wanted, scratch: Path, process: Runner) -> Entry:
    """Pins the artifacts; of libraries also those that they need at run time."""
    artifacts: dict[str, str] = {}
    trees: dict[str, str] = {}
    if wanted.program:
        [package] = wanted.packages
        for platform, classifier in _CLASSIFIERS.items():
            folder = scratch / platform
            folder.mkdir()
            artifact = package.replace("{platform}", classifier)
            _copy([artifact], folder, process)
            artifacts[artifact] = digest.of_file(folder / _file(artifact))
            (folder / _file(artifact)).rename(folder / wanted.program)
            trees[platform] = digest.of_tree(folder)
    else:
        folder = scratch / "jars"
        folder.mkdir()
        closure = _closure(wanted.packages, scratch, process)
        _copy(closure, folder, process)
        artifacts = {artifact: digest.of_file(folder / _file(artifact)) for artifact in closure}
        trees = {"any": digest.of_tree(folder)}
    pins = {"artifacts": artifacts}
    return Entry(wanted.name, "maven", wanted.version, wanted.program, wanted.used_for, pins, trees)


def _pinned(artifacts: Mapping[str, str]) -> dict[str, str]:
    """The artifacts for this machine: those without a classifier, and those with ours."""
    ours = ("", _CLASSIFIERS.get(here(), "none"))
    return {name: sha256 for name, sha256 in artifacts.items() if name.split(":")[3] in ours}


def _file(artifact: str) -> str:
    """The name that Maven gives the copied file."""
    _, name, kind, classifier, version = artifact.split(":")
    return f"{name}-{version}{f'-{classifier}' if classifier else ''}.{kind}"


def _copy(artifacts: Iterable[str], folder: Path, process: Runner) -> None:
    pom = folder / "pom.xml"
    pom.write_text(_pom(artifacts, alone=True))
    goal = [f"{_PLUGIN}:copy-dependencies", f"-DoutputDirectory={folder}"]
    _mvn(pom, goal, process)
    pom.unlink()


def _closure(artifacts: Iterable[str], scratch: Path, process: Runner) -> list[str]:
    pom, listed = scratch / "pom.xml", scratch / "listed.txt"
    pom.write_text(_pom(artifacts, alone=False))
    goal = [f"{_PLUGIN}:list", "-DincludeScope=runtime", f"-DoutputFile={listed}"]
    _mvn(pom, goal, process)
    found = _LISTED.findall(re.sub(r"\x1b\[[\d;]*m", "", listed.read_text()))
    return sorted(f"{group}:{name}:{kind}::{version}" for group, name, kind, version in found)


def _mvn(pom: Path, goal: list[str], process: Runner) -> None:
    command: list[str | Path] = ["mvn", "--quiet", "--batch-mode", "--file", pom, *goal]
    managers.run("maven", process, command, cwd=pom.parent, remedy=_REMEDY)


def _pom(artifacts: Iterable[str], *, alone: bool) -> str:
    parts = []
    for artifact in artifacts:
        group, name, kind, classifier, version = artifact.split(":")
        text = _DEPENDENCY if alone else re.sub(r" *<exclusions>.*\n", "", _DEPENDENCY)
        extra = f"      <classifier>{classifier}</classifier>\n" if classifier else ""
        parts.append(
            text.format(group=group, artifact=name, version=version, type=kind, classifier=extra)
        )
    return _POM.format(dependencies="\n".join(parts))
