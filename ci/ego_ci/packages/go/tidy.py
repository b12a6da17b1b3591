"""Tidy: go.mod and go.sum where ego.yaml names modules that are not pinned, by the go command itself."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.go import names
from ego_ci.packages.job import Job

_REMEDY = "the modules of `go.dependencies` are fetched by the go command: it needs Go and a module proxy (GOPROXY)"


def tidy(
    job: Job, files: Mapping[str, bytes], folder: Path, ours: Sequence[Artifact]
) -> dict[str, bytes]:
    """go.mod and go.sum as `go mod tidy` writes them for these files and `go.dependencies`.

    Nothing of ours gets into the caller's module cache, where it would outlive a change of its bytes.
    """
    from ego_ci.packages.go.proxy import write_proxy
    from ego_ci.toolchain import managers

    tree, proxy, cache = folder / "tree", folder / "proxy", folder / "cache"
    for name, data in files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(data)
    for artifact in ours:
        write_proxy(proxy, artifact)
    wanted = names.required(job.project)
    env = {
        "GOWORK": "off",
        "GOFLAGS": "-mod=mod -modcacherw",
        "GONOSUMDB": ",".join(artifact.name for artifact in ours),
        "GOMODCACHE": str(cache),
        "GOTOOLCHAIN": "local",
    }

    def go(*arguments: str) -> None:
        managers.run("go", job.process, ["go", *arguments], cwd=tree, remedy=_REMEDY, env=env)

    known, usual = managers.run(
        "go", job.process, ["go", "env", "GOMODCACHE", "GOPROXY"], cwd=tree, remedy=_REMEDY
    ).text.splitlines()
    env["GOPROXY"] = f"file://{proxy},file://{known}/cache/download,{usual}"
    try:
        # Not `go mod edit -require`, which puts it among the indirect ones.
        go("get", *(f"{path}@{version}" for path, version in wanted.items()))
        go("mod", "tidy")
        return {name: (tree / name).read_bytes() for name in ("go.mod", "go.sum")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
