"""Artifact: a package file that a registry can take."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ego_ci.packages.dependency import Dependency

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Artifact:
    """One package file of one language, and what belongs to it.

    Attributes:
        language: the language whose package manager installs it, e.g. "python".
        name: the name in the registry, e.g. "shop-client".
        version: the version in the language's own form (PEP 440 for Python).
        path: the file.
        sha256: hex digest of its bytes.
        shared: true for the error runtime, which several repositories publish: a registry that already
            has this version from another toolchain keeps what it has if the sources are the same.
        digest: of all that the bytes depend on, '' if nobody keeps it; see shelf.py.
        beside: further files of the same package in the same folder: a sources jar, a pom, the SBOM
            (`*.cdx.json`) and the provenance (`*.intoto.json`).
        requires: the packages that it depends on at run time, sorted.
    """

    language: str
    name: str
    version: str
    path: Path
    sha256: str
    shared: bool = False
    digest: str = ""
    beside: tuple[Path, ...] = ()
    requires: tuple[Dependency, ...] = ()

    @classmethod
    def of(
        cls,
        path: Path,
        *,
        language: str,
        name: str,
        version: str,
        shared: bool = False,
        beside: tuple[Path, ...] = (),
        requires: tuple[Dependency, ...] = (),
    ) -> Artifact:
        """An artifact of a file that exists; reads it once for its digest."""
        return cls(
            language,
            name,
            version,
            path,
            sha256_of(path),
            shared,
            beside=beside,
            requires=tuple(sorted(requires)),
        )


def sha256_of(path: Path) -> str:
    """Hex sha256 of a file's bytes, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
