"""The package format of Go: a module in a zip."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.go import findings, names, package, runtime
from ego_ci.packages.installed import version
from ego_ci.packages.job import Job
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.lock import load
from ego_ci.tools.protoc import Generator
from protoc_gen_ego.diagnostics import Diagnostic

_PLUGINS = ("protoc-gen-go", "protoc-gen-go-grpc")
_BROUGHT = ("google/protobuf/", "google/rpc/", "google/api/", "google/type/")
"""Folders whose files protobuf-go and genproto have."""


class Go:
    """One module a client; every proto folder is a package below its path."""

    language = "go"

    def brings(self, project: Project, proto: str) -> bool:
        """True for files of protobuf-go, genproto and the runtime, and for those of `go.dependencies`."""
        return (
            proto.startswith(_BROUGHT)
            or proto == names.ANNOTATIONS
            or names.dependency(project, proto) not in ("", names.COPY)
        )

    def findings(self, job: Job) -> tuple[Diagnostic, ...]:
        """The module's path, the folders and files, circles of folders."""
        return findings.findings(job)

    def manage(self, job: Job, file: FileDescriptorProto) -> None:
        """Sets go_package of every file that a client brings; the others say it themselves."""
        file.options.go_package = names.go_package(job, file)

    def protoc(self, job: Job) -> Path | None:
        """The one inside grpcio-tools: nothing of it is in the generated code but its version."""
        return None

    def generators(self, job: Job) -> tuple[Generator, ...]:
        """Messages, stubs and error codes, each at its import path below the module's."""
        module = names.module(job)
        errors = job.parameter(target="errors:go", runtime=names.runtime(job.project))
        return (
            Generator("go", f"module={module}", job.tools.program("protoc-gen-go")),
            Generator("go-grpc", f"module={module}", job.tools.program("protoc-gen-go-grpc")),
            Generator("ego", f"{errors},go_module={module}", job.process.find("protoc-gen-ego")),
        )

    def name(self, job: Job) -> str:
        """The module path, e.g. `example.com/shop/client/v2`."""
        return names.module(job)

    def version(self, job: Job) -> str:
        """A tag of a module, e.g. `v2.0.1`."""
        return names.version(job)

    def build(self, job: Job, generated: Path, folder: Path) -> Artifact:
        """The module zip."""
        return package.build(job, generated, folder, tools=self.tools(job.project))

    def runtime(
        self, project: Project, process: Runner, tools: Toolchain, folder: Path
    ) -> Artifact:
        """The module of the error runtime."""
        return runtime.build_runtime(project, process, tools, folder)

    def tools(self, project: Project) -> Mapping[str, str]:
        """The plugins, protoc and we."""
        ours = {name: version(name) for name in ("buf-bin", "grpcio-tools", "protoc-gen-ego")}
        pinned = load()
        return {**ours, **{name: pinned[name].version for name in _PLUGINS}}


FORMAT = Go()
