"""Format: what one language's package format has to answer. A language is one folder beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from ego_ci.problem import Problem

if TYPE_CHECKING:
    from google.protobuf.descriptor_pb2 import FileDescriptorProto

    from ego_ci.packages.artifact import Artifact
    from ego_ci.packages.job import Job
    from ego_ci.process import Runner
    from ego_ci.project import Project
    from ego_ci.toolchain import Toolchain
    from ego_ci.tools.protoc import Generator
    from protoc_gen_ego.diagnostics import Diagnostic


class Format(Protocol):
    """The packages of one language. It has no state: what it needs is in the job."""

    @property
    def language(self) -> str:
        """As ego.yaml says it, e.g. "go"."""

    def brings(self, project: Project, proto: str) -> bool:
        """True if another published package brings what is generated from this proto file.

        For example google/protobuf/* and google/rpc/*: such a file is only imported, and a copy of it
        would clash with that package's in one process.
        """

    def findings(self, job: Job) -> tuple[Diagnostic, ...]:
        """Names that cannot be, said before anything is generated."""

    def manage(self, job: Job, file: FileDescriptorProto) -> None:
        """Managed mode: sets the file options by which this language names what it generates.

        Called with a copy of every file of the client's closure, other clients' and google's among them;
        `job.owner(file.name)` tells whose it is.
        """

    def protoc(self, job: Job) -> Path | None:
        """The compiler to generate with; None is the one inside grpcio-tools."""

    def generators(self, job: Job) -> tuple[Generator, ...]:
        """protoc's plugins and parameters, `ego` with `job.parameter(…)` among them."""

    def name(self, job: Job) -> str:
        """The package's name in the registry, e.g. "@acme/shop-client"."""

    def version(self, job: Job) -> str:
        """The version in the language's spelling (ego_ci.versions.mapping)."""

    def build(self, job: Job, generated: Path, folder: Path) -> Artifact:
        """The package of what was generated for this client (and nothing else), made in an empty folder."""

    def runtime(
        self, project: Project, process: Runner, tools: Toolchain, folder: Path
    ) -> Artifact:
        """The error runtime as its own package, made in an empty folder; `shared=True`.

        Nothing of the user's repository goes in, at most a name from the language's section of ego.yaml:
        whoever publishes it with the same tools gets the same bytes.
        """

    def tools(self, project: Project) -> Mapping[str, str]:
        """Name -> version of every tool that generates, compiles or packs, for the metadata and the SBOM."""


FORMATS: Mapping[str, str] = {
    "go": "ego_ci.packages.go",
    "php": "ego_ci.packages.php",
    "python": "ego_ci.packages.python",
    "typescript": "ego_ci.packages.node",
    "java": "ego_ci.packages.java",
}
"""Language -> the package with its modules `format` (`FORMAT`) and `ingredients` (`ingredients`)."""


SECTIONS = {"python": "python", "go": "go", "typescript": "node", "java": "java", "php": "php"}
"""Language -> its section in ego.yaml."""

NAMED_BY_US = frozenset({"go", "php"})
"""Languages whose managed mode names everything, whatever a file says of itself."""

ONE_COPY = frozenset({"go", "php"})
"""Languages in which a second copy of a proto file stops a program: Go panics, PHP cannot load its class.

There a file that another package brings stays out, also where the repository holds it.
"""


def format_of(language: str) -> Format:
    """The package format of a language of ego.yaml."""
    return cast("Format", import_module(f"{_home(language)}.format").FORMAT)


def ingredients_of(language: str, project: Project, process: Runner) -> tuple[str, ...]:
    """What a language's packages depend on beside protos, settings and our own code: stamps of its tools.

    What the lock file pins is part of our own code; this is for what the machine has, such as a JDK. It is
    asked in every run, so each module of this name imports little and starts no program.
    """
    found = import_module(f"{_home(language)}.ingredients").ingredients(project, process)
    return cast("tuple[str, ...]", found)


def _home(language: str) -> str:
    if language not in FORMATS:
        raise Problem(
            f"no package format for {language} is there yet",
            remedy=f"set `languages` in ego.yaml to some of: {', '.join(FORMATS)}",
        )
    return FORMATS[language]
