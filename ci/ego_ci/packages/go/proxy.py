"""Proxy: what the go command asks of a module version beside its zip (https://go.dev/ref/mod#goproxy-protocol)."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from ego_ci.packages.archive import time_of
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.go.module_zip import escaped, read_go_mod


def info_of(path: Path) -> dict[str, str]:
    """Version and commit time of a module zip, as `.info` and `@latest` tell them."""
    with zipfile.ZipFile(path) as archive:
        version = archive.namelist()[0].partition("@")[2].partition("/")[0]
    return {"Version": version, "Time": time_of(path).strftime("%Y-%m-%dT%H:%M:%SZ")}


def write_proxy(root: Path, artifact: Artifact) -> None:
    """Makes a folder that `GOPROXY=file://root` can take a module from; nobody else may write there meanwhile."""
    folder = root / escaped(artifact.name) / "@v"
    folder.mkdir(parents=True, exist_ok=True)
    version = escaped(artifact.version)
    shutil.copyfile(artifact.path, folder / f"{version}.zip")
    (folder / f"{version}.mod").write_bytes(read_go_mod(artifact.path))
    (folder / f"{version}.info").write_text(json.dumps(info_of(artifact.path)) + "\n")
    (folder / "list").write_text(f"{artifact.version}\n")
