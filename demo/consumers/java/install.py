"""The Java consumer: Maven resolves the shop's artifact from the registry's folder, and all else from Central."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from ..consumer import Consumer, run

HERE = Path(__file__).parent
OURS = ("com/example/shop", "io/egoerrors")
"""What must come from the registry every time, never from a cache of an earlier run."""
_COPY = "dependency:copy-dependencies"
_JAVA = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp")


def install(folder: Path, registry: Path, url: str) -> Consumer:  # noqa: ARG001 - Maven reads folders
    """Installs into an empty folder what the registry's folder offers."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__*"))
    maven = (registry / "maven").resolve()
    listed = ElementTree.parse(maven / OURS[0] / "shop-client" / "maven-metadata.xml")
    version = listed.findtext("versioning/latest")
    given = (f"-Dshop.registry={maven.as_uri()}", f"-Dshop.version={version}")
    repository = folder / "repository"
    if _seed().is_dir():
        shutil.copytree(_seed(), repository)
    local = f"-Dmaven.repo.local={repository}"
    copied = f"-DoutputDirectory={folder / 'lib'}"
    run("mvn", "-q", "-B", local, *given, "compile", _COPY, copied, cwd=folder)
    _plant(repository)
    path = os.pathsep.join((str(folder / "target" / "classes"), f"{folder / 'lib'}/*"))
    return Consumer(folder, (*_JAVA, path, "consumer.Client"), (*_JAVA, path, "consumer.Server"))


def _seed() -> Path:
    """A repository with what Central gave an earlier run: each consumer begins with a copy, as a warm machine does."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    key = hashlib.sha256((HERE / "pom.xml").read_bytes()).hexdigest()[:16]
    return Path(base) / "protoc-gen-ego" / "java" / f"consumer-{key}"


def _plant(repository: Path) -> None:
    """Keeps what Central gave, whole or not at all."""
    if _seed().is_dir():
        return
    _seed().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_seed().parent) as aside:
        made = Path(aside) / "made"
        shutil.copytree(repository, made)
        for ours in OURS:
            shutil.rmtree(made / ours, ignore_errors=True)
        try:
            made.rename(_seed())
        except OSError:
            if not _seed().is_dir():  # otherwise another process was faster
                raise
