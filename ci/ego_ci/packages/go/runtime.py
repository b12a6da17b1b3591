"""The error runtime as a Go module of its own, so that all client packages of a program share one registry."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import protoc_gen_ego
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.go import names
from ego_ci.packages.go.imports import Tree
from ego_ci.packages.go.module_zip import write_module_zip
from ego_ci.packages.go.package import dependencies, zip_name
from ego_ci.packages.go.requirements import Requirements
from ego_ci.packages.licence import own_licence
from ego_ci.packages.origin import EPOCH
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain
from ego_ci.tools.protoc import Generator
from ego_ci.versions import mapping
from ego_ci.versions.semver import parse
from protoc_gen_ego.render import template_root


def build_runtime(project: Project, process: Runner, tools: Toolchain, folder: Path) -> Artifact:
    """Builds its zip in an empty folder.

    Of the project it takes `go.runtime`, its path, and nothing else. It also has the package of
    `ego/errors/v1/errors.proto`, which protos annotated with options import.
    """
    module = names.runtime(project)
    version = mapping.go(parse(names.runtime_version()))
    sources = {
        path.name: path.read_bytes()
        for path in sorted((template_root() / "go" / "runtime").glob("*.go"))
    }
    sources |= _annotations(module, process, tools, folder)
    wanted = Requirements(Tree(module, version, sources))
    text = (template_root() / "go" / "package" / "runtime.md").read_text("utf-8")
    files = {
        **sources,
        "README.md": text.replace("$module", module).encode(),
        "go.mod": wanted.go_mod.encode(),
        "go.sum": wanted.go_sum.encode(),
    }
    if licence := own_licence():
        files["LICENSE"] = licence
    path = folder / zip_name(module, version)
    write_module_zip(path, files, module=module, version=version, epoch=EPOCH)
    return Artifact.of(
        path,
        language="go",
        name=module,
        version=version,
        shared=True,
        requires=dependencies(wanted),
    )


def _annotations(
    module: str, process: Runner, tools: Toolchain, folder: Path
) -> Mapping[str, bytes]:
    protos = Path(protoc_gen_ego.__file__).parent / "proto"
    plugin = Generator("go", "paths=source_relative", tools.program("protoc-gen-go"))
    into = folder / "annotations"
    into.mkdir()
    process.run(
        [
            *(sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}"),
            f"--plugin=protoc-gen-go={plugin.program}",
            f"--go_out={into}",
            f"--go_opt={plugin.parameter},M{names.ANNOTATIONS}={names.options_package(module)}",
            names.ANNOTATIONS,
        ],
        cwd=folder,
    )
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in into.rglob("*.go")}
