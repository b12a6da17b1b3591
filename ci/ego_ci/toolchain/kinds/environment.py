"""The Python environment that `ego` runs in: what pip installed, held to the pinned versions and to its record."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import managers
from ego_ci.toolchain.cache import Cache
from ego_ci.toolchain.kinds import binaries
from ego_ci.toolchain.lock import Entry
from ego_ci.toolchain.wanted import Wanted

_PINNED = re.compile(r"([\w.-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]*?))?\s*\\?$", re.MULTILINE)
_OWN = ("INSTALLER", "REQUESTED", "RECORD", "direct_url.json")
"""What pip writes beside a distribution; not part of what was downloaded."""


def find(_entry: Entry) -> Path | None:
    """The folder of the environment; there always is one."""
    return Path(sys.prefix)


def install(_entry: Entry, _process: Runner) -> None:
    """Refuses: a program must not change the environment that it is running in."""
    raise Problem(
        "the Python environment is pip's to install",
        remedy="`ego toolchain requirements >FILE`, then `pip install --require-hashes -r FILE`",
    )


def verify(entry: Entry, _process: Runner, _cache: Cache) -> str:
    """Compares every installed distribution's version with the pinned one, and its files with what pip unpacked.

    Returns a digest of what is there; raises Problem for the first difference.
    """
    total = hashlib.sha256()
    for name, version in pinned(entry):
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of an extra, such as what only publishing needs
        if distribution.version != version:
            raise Problem(
                f"{name} is {distribution.version}, and the toolchain pins {version}",
                remedy="`ego toolchain requirements >FILE`, then `pip install --require-hashes -r FILE`",
            )
        for path in changed(distribution):
            raise Problem(
                f"{path} does not have the bytes that pip unpacked from {name} {version}",
                remedy=f"find out who changed it, then `pip install --force-reinstall {name}=={version}`",
            )
        total.update(f"{name}=={version}\n".encode())
    return total.hexdigest()


def pinned(entry: Entry) -> Iterator[tuple[str, str]]:
    """(name, version) of what is pinned for this interpreter and platform."""
    from packaging.markers import Marker

    for name, version, marker in _PINNED.findall("\n".join(entry.pins["requirements"])):
        if not marker or Marker(marker).evaluate():
            yield name, version


def changed(distribution: metadata.Distribution) -> Iterator[Path]:
    """The files that are not as their RECORD has them (recorded installed projects)."""
    for file in distribution.files or ():
        if file.hash is None or file.name in _OWN:
            continue
        path = Path(str(distribution.locate_file(file)))
        try:
            found = hashlib.new(file.hash.mode, path.read_bytes()).digest()
        except OSError:
            found = b""
        if base64.urlsafe_b64encode(found).decode().rstrip("=") != file.hash.value:
            yield path


def resolve(wanted: Wanted, scratch: Path, process: Runner) -> Entry:
    """Asks uv, which knows the hashes of every platform's files, for our dependencies and all that they need."""
    needed = [text.partition(";")[0] for text in metadata.requires("protoc-gen-ego") or ()]
    (scratch / "requirements.in").write_text("\n".join(needed) + "\n")
    options = ["--generate-hashes", "--universal", "--no-header", "--no-annotate", "--quiet"]
    command: list[str | Path] = [process.find("uv"), "pip", "compile", *options]
    managers.run(
        "pypi",
        process,
        [*command, "--python-version=3.10", "requirements.in", "--output-file=requirements.txt"],
        cwd=scratch,
        remedy="`pip install uv` gives the tool that resolves for all platforms at once",
    )
    lines = (scratch / "requirements.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(lines)
    versions = {name: version for name, version, _ in _PINNED.findall(text)}
    known = binaries.known(versions, re.findall(r"sha256:(\w+)", text), scratch, process)
    pins = {"requirements": lines, "binaries": known}
    return Entry(wanted.name, "environment", "", "", wanted.used_for, pins)
