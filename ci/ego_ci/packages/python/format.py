"""The package format of Python: a wheel."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.installed import version
from ego_ci.packages.job import Job
from ego_ci.packages.places import placed
from ego_ci.packages.python import checks, package, runtime
from ego_ci.packages.python.delivered import Delivered, Deliveries
from ego_ci.packages.python.modules import Module
from ego_ci.packages.python.recipe import Recipe
from ego_ci.packages.python.sources import Sources
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain
from ego_ci.tools.protoc import Generator
from ego_ci.versions.pep440 import pep440
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from protoc_gen_ego.diagnostics import Diagnostic
from protoc_gen_ego.render import template_root

_TOOLS = ("buf-bin", "grpcio-tools", "hatchling", "mypy-protobuf", "protoc-gen-ego")


class Python:
    """One wheel a client; everything generated stands below one top-level package."""

    language = "python"

    def brings(self, project: Project, proto: str) -> bool:
        """True for protobuf's own files, googleapis-common-protos', and those of `python.dependencies`."""
        return Deliveries(project.python.dependencies).of(Module(proto).written) is not None

    def findings(self, job: Job) -> tuple[Diagnostic, ...]:
        """Names of the package and of its modules."""
        return (
            *placed(
                self._recipe(job).findings(),
                job.project,
                self.language,
                "python.package",
                "python.distribution",
                "name",
            ),
            *checks.findings(job.client.image, self._deliveries(job)),
        )

    def manage(self, job: Job, file: FileDescriptorProto) -> None:
        """Nothing: Python's modules are named after the files."""

    def protoc(self, job: Job) -> Path | None:
        """The one inside grpcio-tools, the only one with a gRPC generator for Python."""
        return None

    def generators(self, job: Job) -> tuple[Generator, ...]:
        """Messages and stubs with their types, and the error modules."""
        find = job.process.find
        return (
            Generator("python"),
            Generator("pyi"),
            Generator("grpc_python"),
            Generator("mypy_grpc", "quiet", find("protoc-gen-mypy_grpc")),
            Generator(
                "ego",
                job.parameter(target="errors:python", runtime="egoerrors"),
                find("protoc-gen-ego"),
            ),
        )

    def name(self, job: Job) -> str:
        """The distribution, e.g. "shop-client"."""
        return job.named(job.project.python.distribution)

    def version(self, job: Job) -> str:
        """PEP 440."""
        return pep440(job.origin.version)

    def build(self, job: Job, generated: Path, folder: Path) -> Artifact:
        """The wheel."""
        recipe = self._recipe(job)
        sources = Sources(job.client.image, generated, recipe.package, self._deliveries(job))
        templates = template_root() / "python" / "package"
        return package.package(recipe, sources, folder, templates=templates)

    def runtime(
        self, project: Project, process: Runner, tools: Toolchain, folder: Path
    ) -> Artifact:
        """The wheel `ego-errors`."""
        return runtime.package_runtime(process, folder)

    def tools(self, project: Project) -> Mapping[str, str]:
        """The distributions that generate and pack."""
        return {name: version(name) for name in _TOOLS}

    def _package(self, job: Job) -> str:
        return job.named(job.project.python.package, "_")

    def _deliveries(self, job: Job) -> Deliveries:
        siblings: dict[str, Delivered] = {}
        for file in job.client.image.files:
            owner = job.owner(file.name)
            if owner and owner.name != job.client.name:
                other = job.of(owner.name)
                wanted = f"{self.name(other)}{package.compatible(job.origin.version)}"
                module = Module(file.name)
                dotted = f"{self._package(other)}.{module.moved.replace('/', '.')}_pb2"
                siblings[module.written] = Delivered(wanted, dotted)
        return Deliveries(job.project.python.dependencies, siblings=siblings)

    def _recipe(self, job: Job) -> Recipe:
        origin = job.origin
        return Recipe(
            distribution=self.name(job),
            package=self._package(job),
            version=origin.version,
            description=origin.description,
            license=origin.license,
            license_file=origin.license_file,
            repository=origin.repository,
            requires_python=job.project.python.requires_python,
            commit=origin.commit,
            epoch=origin.epoch,
            tools=self.tools(job.project),
        )


FORMAT = Python()
