"""The package format of Java: a Maven artifact."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.installed import version
from ego_ci.packages.java import names, package, runtime
from ego_ci.packages.java.libraries import Coordinates, library
from ego_ci.packages.job import Job
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.lock import load
from ego_ci.tools.protoc import Generator
from ego_ci.versions.mapping import maven
from ego_ci.versions.semver import parse
from protoc_gen_ego.diagnostics import Diagnostic

_PLUGIN = "protoc-gen-grpc-java"
_OWN = ("buf-bin", "protoc-gen-ego")


class Java:
    """One jar a client, with its sources and its pom."""

    language = "java"

    def brings(self, project: Project, proto: str) -> bool:
        """True for the files of protobuf-java, of proto-google-common-protos, and of the error runtime."""
        return proto == runtime.ANNOTATIONS or proto.startswith(
            ("google/protobuf/", *package.COMMON)
        )

    def findings(self, job: Job) -> tuple[Diagnostic, ...]:
        """What Maven needs to be told."""
        return tuple(names.findings(job))

    def manage(self, job: Job, file: FileDescriptorProto) -> None:
        """`java_package` and `java_multiple_files`, where a file says nothing of them."""
        names.manage(job, file)

    def protoc(self, job: Job) -> Path | None:
        """The one whose classes the pinned protobuf-java can load."""
        return job.tools.program("protoc-java")

    def generators(self, job: Job) -> tuple[Generator, ...]:
        """Messages, stubs, and the error classes."""
        return (
            Generator("java"),
            Generator("grpc-java", "@generated=omit", job.tools.program(_PLUGIN)),
            Generator(
                "ego",
                job.parameter(target="errors:java", runtime=runtime.MODULE),
                job.process.find("protoc-gen-ego"),
            ),
        )

    def name(self, job: Job) -> str:
        """`groupId:artifactId`, e.g. "com.example.shop:shop-client"."""
        return self._coordinates(job).name

    def version(self, job: Job) -> str:
        """Maven's spelling."""
        return maven(parse(job.origin.version))

    def build(self, job: Job, generated: Path, folder: Path) -> Artifact:
        """The jar; its sources and its pom are beside it."""
        return package.build(
            job,
            generated,
            folder,
            coordinates=self._coordinates,
            tools=self.tools(job.project),
        )

    def runtime(
        self,
        project: Project,
        process: Runner,
        tools: Toolchain,
        folder: Path,
    ) -> Artifact:
        """The artifact `io.egoerrors:ego-errors`."""
        return runtime.package_runtime(process, tools, folder)

    def tools(self, project: Project) -> Mapping[str, str]:
        """What generates; and protobuf-java, which tells the protoc that belongs to it."""
        locked = load()
        return {
            **{name: version(name) for name in _OWN},
            "protoc": locked["protoc-java"].version,
            _PLUGIN: locked[_PLUGIN].version,
            "protobuf-java": library("com.google.protobuf:protobuf-java").version,
        }

    def _coordinates(self, job: Job) -> Coordinates:
        java = job.project.java
        return Coordinates(java.group, job.named(java.artifact), self.version(job))


FORMAT = Java()
