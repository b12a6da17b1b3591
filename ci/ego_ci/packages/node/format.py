"""The package format of TypeScript: an npm package."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.installed import version
from ego_ci.packages.job import Job
from ego_ci.packages.node import names, package, runtime
from ego_ci.packages.node.manifest import spelled
from ego_ci.packages.node.modules import Modules
from ego_ci.packages.node.words import word_findings
from ego_ci.packages.places import placed
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.lock import load
from ego_ci.tools.protoc import Generator
from protoc_gen_ego.diagnostics import Diagnostic

_TS_PROTO = ",".join(
    (
        "outputServices=grpc-js",
        "env=node",
        "esModuleInterop=true",
        "importSuffix=.js",
        "forceLong=bigint",
        "oneof=unions-value",
        "useOptionals=none",
        "annotateFilesWithVersion=false",
        # Every module would export a `protobufPackage` and a `DeepPartial`: no folder could export them all.
        "exportCommonSymbols=false",
    )
)
_PLUGINS = {
    "grpc-js": ("ts_proto", "protoc-gen-ts_proto", _TS_PROTO),
    "connect": ("es", "protoc-gen-es", "target=ts,import_extension=js"),
}
_OWN = ("buf-bin", "grpcio-tools", "protoc-gen-ego")


class Node:
    """One npm package a client, ES modules and CommonJS with declarations for both."""

    language = "typescript"

    def brings(self, project: Project, proto: str) -> bool:
        """True for what no client package has to bring as a package of its own.

        ts-proto writes the imported files of google beside what imports them: plain data, of which two
        copies do no harm. protobuf-es has those of google/protobuf in its library.
        """
        if project.node.flavour == "connect":
            return proto.startswith("google/protobuf/")
        return proto.startswith(("google/", "ego/errors/"))

    def findings(self, job: Job) -> tuple[Diagnostic, ...]:
        """Names of the package and of its modules."""
        return (
            *placed(
                names.package_findings(self.name(job)),
                job.project,
                self.language,
                "node.package",
                "name",
            ),
            *names.module_findings(job.client.files, job.project.node.flavour),
            *word_findings(job.client.image.own, job.project.node.flavour),
        )

    def manage(self, job: Job, file: FileDescriptorProto) -> None:
        """Nothing: modules are named after the files."""

    def protoc(self, job: Job) -> Path | None:
        """Any would do; the one inside grpcio-tools is there."""
        return None

    def generators(self, job: Job) -> tuple[Generator, ...]:
        """ts-proto or protobuf-es, and the error modules."""
        name, program, parameter = _PLUGINS[job.project.node.flavour]
        return (
            Generator(name, parameter, job.tools.program(program)),
            Generator(
                "ego",
                job.parameter(target="errors:typescript", runtime=job.project.node.runtime),
                job.process.find("protoc-gen-ego"),
            ),
        )

    def name(self, job: Job) -> str:
        """The package, e.g. "@acme/shop-client"."""
        return job.named(job.project.node.package)

    def version(self, job: Job) -> str:
        """Semantic Versioning as it is."""
        return spelled(job.origin.version)

    def build(self, job: Job, generated: Path, folder: Path) -> Artifact:
        """The tarball."""
        return package.build(
            job,
            Modules(job, self.name),
            generated,
            folder,
            version=self.version(job),
            tools=self.tools(job.project),
        )

    def runtime(
        self, project: Project, process: Runner, tools: Toolchain, folder: Path
    ) -> Artifact:
        """The package `ego-errors`, or what `node.runtime` calls it."""
        return runtime.package_runtime(process, tools, folder, name=project.node.runtime)

    def tools(self, project: Project) -> Mapping[str, str]:
        """What generates and compiles."""
        locked = load()
        _, program, _ = _PLUGINS[project.node.flavour]
        return {
            **{name: version(name) for name in _OWN},
            program: locked[program].version,
            "typescript": locked["tsc"].version,
        }


FORMAT = Node()
