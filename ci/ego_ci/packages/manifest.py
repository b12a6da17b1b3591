"""Manifest: what tells of a built package, a file beside each; written by `ego package`, read by `ego publish`.

One file a package and not one for all, so that the packages of several jobs can be unpacked over each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.packages.dependency import Dependency
from ego_ci.problem import Problem

SUFFIX = ".ego.json"
"""A package's manifest is called like the package, with this at its end."""


def path_of(artifact: Artifact) -> Path:
    """Where the manifest of a package is or will be."""
    return artifact.path.with_name(artifact.path.name + SUFFIX)


def write(artifact: Artifact) -> Path:
    """Writes the manifest of a package beside it; all its files have to be there."""
    folder = artifact.path.parent
    entry = {
        "language": artifact.language,
        "name": artifact.name,
        "version": artifact.version,
        "file": artifact.path.relative_to(folder).as_posix(),
        "sha256": artifact.sha256,
        "shared": artifact.shared,
        "digest": artifact.digest,
        "beside": {
            path.relative_to(folder).as_posix(): sha256_of(path) for path in artifact.beside
        },
        "requires": [list(dependency) for dependency in artifact.requires],
    }
    path = path_of(artifact)
    path.write_bytes((json.dumps(entry, indent=2) + "\n").encode())
    return path


def exist(folder: Path) -> bool:
    """Whether any package was built there."""
    return next(folder.glob(f"*/*{SUFFIX}"), None) is not None


def load(folder: Path) -> tuple[Artifact, ...]:
    """The packages in publishing order (the shared ones first); Problem if there is none.

    Whoever installs a client package finds its runtime there already.
    """
    found = tuple(sorted((artifact for artifact, _ in _read(folder)), key=order))
    if not found:
        raise Problem(f"{folder} holds no package", remedy="run `ego package`")
    return found


def whole(folder: Path, *, sha256: Callable[[Path], str] = sha256_of) -> tuple[Artifact, ...]:
    """The packages of which every file is there with the bytes that the manifest tells; `sha256` is asked for those."""
    return tuple(
        artifact
        for artifact, digests in _read(folder)
        if all(_is(path, wanted, sha256) for path, wanted in digests.items())
    )


def _is(path: Path, wanted: str, sha256: Callable[[Path], str]) -> bool:
    try:
        return sha256(path) == wanted
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _read(folder: Path) -> list[tuple[Artifact, dict[Path, str]]]:
    """Each package, and its files with their sha256."""
    return [_artifact(path) for path in sorted(folder.glob(f"*/*{SUFFIX}"), key=str)]


def _artifact(path: Path) -> tuple[Artifact, dict[Path, str]]:
    try:
        entry: dict[str, Any] = json.loads(path.read_bytes())
        beside = {path.parent / name: str(sha256) for name, sha256 in entry["beside"].items()}
        artifact = Artifact(
            language=entry["language"],
            name=entry["name"],
            version=entry["version"],
            path=path.parent / entry["file"],
            sha256=entry["sha256"],
            shared=entry["shared"],
            digest=entry["digest"],
            beside=tuple(beside),
            requires=tuple(Dependency(*parts) for parts in entry["requires"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{path} cannot be read", remedy="run `ego package`") from error
    return artifact, {artifact.path: artifact.sha256, **beside}


def order(artifact: Artifact) -> tuple[bool, str, str]:
    """The place of a package in publishing order."""
    return not artifact.shared, artifact.language, artifact.name
