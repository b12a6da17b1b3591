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
from ego_ci.packages.python.package import dependency, requirements, write_files
from ego_ci.packages.python.rewrite import rewrite
from ego_ci.packages.python.sources import package_folders
from ego_ci.packages.python.wheel import build_wheel
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
    root = folder / "tree"
    write_files(root / RUNTIME_PACKAGE, files)
    text = (template_root() / "python" / "package" / "runtime.md").read_text("utf-8")
    (root / "README.md").write_text(text, "utf-8")
    project, needed = _project(version, files)
    if licence := own_licence():
        (root / "LICENSE").write_bytes(licence)
        project["license-files"] = ["LICENSE"]
    wheel = build_wheel(root, project, package=RUNTIME_PACKAGE, epoch=EPOCH)
    final = wheel.rename(folder / wheel.name)
    return Artifact.of(
        final,
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


def _project(version: str, files: dict[str, str]) -> tuple[dict[str, object], list[str]]:
    """The `[project]` table and its requirements."""
    tested = {  # what it was generated and tested with; older ones may do, nobody has tried
        f"{COMMON_PROTOS}>={installed.version(COMMON_PROTOS)},<2",
        f"grpcio>={installed.version('grpcio-tools')},<2",
    }
    needed = requirements(files, tested)
    project: dict[str, object] = {
        "name": RUNTIME,
        "version": version,
        "description": "Error codes over gRPC: the runtime of generated error modules",
        "readme": "README.md",
        "requires-python": ">=3.10",
        "dependencies": needed,
        "license": "Apache-2.0",
        "license-files": [],
        "keywords": ["errors", "grpc", "protobuf"],
        "classifiers": ["Programming Language :: Python :: 3 :: Only", "Typing :: Typed"],
    }
    return project, needed
