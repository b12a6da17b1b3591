"""The package format of PHP: a Composer package in a zip."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.installed import version
from ego_ci.packages.job import Job
from ego_ci.packages.php import findings, names, package, runtime
from ego_ci.packages.php.comments import disarm
from ego_ci.packages.php.requirements import brought_by
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.lock import load
from ego_ci.tools.protoc import Generator
from ego_ci.versions import mapping
from ego_ci.versions.semver import parse
from protoc_gen_ego.diagnostics import Diagnostic


class Php:
    """One package a client; everything generated stands below one namespace."""

    language = "php"

    def brings(self, project: Project, proto: str) -> bool:
        """True for files of google/protobuf, google/common-protos, the runtime, and of `php.dependencies`."""
        return brought_by(project, proto) is not None

    def findings(self, job: Job) -> tuple[Diagnostic, ...]:
        """Classes that PHP cannot tell apart, copies of other packages' files."""
        return findings.findings(job)

    def manage(self, job: Job, file: FileDescriptorProto) -> None:
        """Sets the namespaces of every file that a client brings; the others say them themselves."""
        if job.owner(file.name):
            file.options.php_namespace = names.namespace(job, file)
            file.options.php_metadata_namespace = names.metadata_namespace(job, file)
            file.options.ClearField("php_class_prefix")
            disarm(file)

    def protoc(self, job: Job) -> Path | None:
        """A pinned one: the one inside grpcio-tools has no generator for PHP."""
        return job.tools.program("protoc-php")

    def generators(self, job: Job) -> tuple[Generator, ...]:
        """Messages, stubs for clients and servers, and error classes."""
        errors = job.parameter(target="errors:php", runtime=names.RUNTIME_NAMESPACE)
        return (
            Generator("php"),
            Generator("grpc", "generate_server", job.tools.program("grpc_php_plugin")),
            Generator("ego", errors, job.process.find("protoc-gen-ego")),
        )

    def name(self, job: Job) -> str:
        """The package, e.g. `acme/shop-client`."""
        vendor, _, name = names.package(job.project).partition("/")
        return f"{vendor}/{job.named(name)}"

    def version(self, job: Job) -> str:
        """A version of Composer, e.g. `1.3.0-RC1`."""
        return mapping.composer(parse(job.origin.version))

    def build(self, job: Job, generated: Path, folder: Path) -> Artifact:
        """The zip."""
        return package.build(
            job,
            generated,
            folder,
            name=self.name(job),
            version=self.version(job),
            siblings={name: self.name(job.of(name)) for name in job.client.requires},
            tools=self.tools(job.project),
        )

    def runtime(
        self, project: Project, process: Runner, tools: Toolchain, folder: Path
    ) -> Artifact:
        """The package of the error runtime."""
        return runtime.build_runtime(process, tools, folder)

    def tools(self, project: Project) -> Mapping[str, str]:
        """protoc and we; the version of the gRPC generator is the system's."""
        pinned = load()
        return {
            "buf-bin": version("buf-bin"),
            "protoc": pinned["protoc-php"].version,
            "protoc-gen-ego": version("protoc-gen-ego"),
        }


FORMAT = Php()
