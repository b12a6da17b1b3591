"""Manifest: the list of built packages, written by `ego package` and read by `ego publish`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.packages.dependency import Dependency
from ego_ci.problem import Problem

NAME = "packages.json"


def dump(artifacts: Iterable[Artifact], folder: Path) -> bytes:
    """The manifest's bytes; paths are relative to the folder that it lies in, so that it can move."""
    entries = [
        {
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
        for artifact in sorted(artifacts, key=_order)
    ]
    return (json.dumps({"packages": entries}, indent=2) + "\n").encode()


def load(folder: Path) -> tuple[Artifact, ...]:
    """The packages in publishing order (the shared ones first); Problem if there is no manifest.

    Whoever installs a client package finds its runtime there already.
    """
    return tuple(sorted((artifact for artifact, _ in _read(folder)), key=_order))


def whole(folder: Path) -> tuple[Artifact, ...]:
    """The packages of which every file is there with the bytes that the manifest tells."""
    return tuple(
        artifact
        for artifact, digests in _read(folder)
        if all(path.is_file() and sha256_of(path) == wanted for path, wanted in digests.items())
    )


def _read(folder: Path) -> list[tuple[Artifact, dict[Path, str]]]:
    """Each package, and its files with their sha256."""
    try:
        found = []
        for entry in json.loads((folder / NAME).read_bytes())["packages"]:
            beside = {folder / name: sha256 for name, sha256 in entry["beside"].items()}
            artifact = Artifact(
                language=entry["language"],
                name=entry["name"],
                version=entry["version"],
                path=folder / entry["file"],
                sha256=entry["sha256"],
                shared=entry["shared"],
                digest=entry["digest"],
                beside=tuple(beside),
                requires=tuple(Dependency(*parts) for parts in entry["requires"]),
            )
            found.append((artifact, {artifact.path: artifact.sha256, **beside}))
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(f"{folder / NAME} cannot be read", remedy="run `ego package`") from error


def _order(artifact: Artifact) -> tuple[bool, str, str]:
    return not artifact.shared, artifact.language, artifact.name
