"""Manifest: the list of built packages, written by `ego package` and read by `ego publish`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ego_ci.packages.artifact import Artifact
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
        }
        for artifact in artifacts
    ]
    return (json.dumps({"packages": entries}, indent=2) + "\n").encode()


def load(folder: Path) -> tuple[Artifact, ...]:
    """The packages in publishing order (the shared ones first); Problem if there is no manifest.

    Whoever installs a client package finds its runtime there already.
    """
    try:
        entries = json.loads((folder / NAME).read_bytes())["packages"]
        artifacts = [
            Artifact(
                language=entry["language"],
                name=entry["name"],
                version=entry["version"],
                path=folder / entry["file"],
                sha256=entry["sha256"],
                shared=entry["shared"],
                digest=entry["digest"],
            )
            for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(f"{folder / NAME} cannot be read", remedy="run `ego package`") from error
    return tuple(sorted(artifacts, key=lambda a: (not a.shared, a.language, a.name)))
