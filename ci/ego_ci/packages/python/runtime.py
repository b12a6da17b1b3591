"""The error runtime as a wheel of its own (`ego-errors`), so that client packages share one registry."""

from __future__ import annotations

import sys
from pathlib import Path

from ego_ci.packages import installed
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.licence import own_licence
from ego_ci.packages.origin import EPOCH
from ego_ci.packages.python.delivered import (
    ANNOTATIONS,
    COMMON_PROTOS,
    RUNTIME,
    RUNTIME_PACKAGE,
    runtime_version,
)
from ego_ci.packages.python.metadata import Metadata
from ego_ci.packages.python.package import dependency, requirements
from ego_ci.packages.python.rewrite import rewrite
from ego_ci.packages.python.sources import package_folders
from ego_ci.packages.python.wheel import write_wheel
from ego_ci.process import Runner
from ego_ci.versions.pep440 import pep440

import protoc_gen_ego
from protoc_gen_ego.render import template_root

_MODULE = f"{ANNOTATIONS.removesuffix('.proto')}_pb2"


def package_runtime(process: Runner, folder: Path) -> Artifact:
    """Builds the wheel of the runtime in an empty folder.

    Nothing of the user's repository goes in, not even its commit: whoever publishes it, from whichever
    repository, with the same tools gets the same bytes. It also brings the module of
    `ego/errors/v1/errors.proto`, for messages and error enums annotated with options.
    """
    version = pep440(runtime_version())
    source = template_root() / "python" / "runtime" / RUNTIME_PACKAGE
    files = {
        path.relative_to(source).as_posix(): path.read_text("utf-8")
        for path in sorted(source.rglob("*"))
        if path.is_file() and path.suffix in (".py", ".pyi", ".typed")
    }
    files |= _annotations(process, folder)
    text = (template_root() / "python" / "package" / "runtime.md").read_text("utf-8")
    needed = requirements(files, _tested())
    wheel = write_wheel(
        folder,
        _metadata(version, text, needed),
        {f"{RUNTIME_PACKAGE}/{path}": module for path, module in files.items()},
        licence=own_licence(),
        epoch=EPOCH,
    )
    return Artifact.of(
        wheel,
        language="python",
        name=RUNTIME,
        version=version,
        shared=True,
        requires=tuple(map(dependency, needed)),
    )


def _annotations(process: Runner, folder: Path) -> dict[str, str]:
    protos = Path(protoc_gen_ego.__file__).parent / "proto"
    command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}"]
    process.run([*command, f"--python_out={folder}", f"--pyi_out={folder}", ANNOTATIONS])
    files = {f"{_MODULE}{suffix}": "" for suffix in (".py", ".pyi")}
    for path in files:
        text = (folder / path).read_text("utf-8")
        # The generated module knows itself by name; see rewrite.py.
        dotted = _MODULE.replace("/", ".")
        files[path] = rewrite(text, {dotted: f"{RUNTIME_PACKAGE}.{dotted}"}).source
    folders = package_folders([*files])[1:]
    return files | {f"{name}/__init__.py": "" for name in folders}


def _tested() -> set[str]:
    """What it was generated and tested with; older ones may do, nobody has tried."""
    return {
        f"{COMMON_PROTOS}>={installed.version(COMMON_PROTOS)},<2",
        f"grpcio>={installed.version('grpcio-tools')},<2",
    }


def _metadata(version: str, text: str, needed: list[str]) -> Metadata:
    return Metadata(
        RUNTIME,
        version,
        summary="Error codes over gRPC: the runtime of generated error modules",
        readme=text,
        requires_python=">=3.10",
        requires=tuple(needed),
        keywords=("errors", "grpc", "protobuf"),
        license="Apache-2.0",
    )
