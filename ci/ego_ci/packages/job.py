"""Job: one client package to be made, with all that a package format may ask for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.client import Client, Clients, needs
from ego_ci.packages.origin import Origin
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.toolchain import Toolchain

Tools = Toolchain


@dataclass(frozen=True)
class Job:
    """One client in one language.

    Attributes:
        client: what is packaged. Its files are those of this language: the repository's own, and imports
            that no other package of the language brings.
        clients: all clients of the language by name; more than one if ego.yaml has `packages:`.
        origin: version, licence, commit.
        project: the whole ego.yaml.
        process: the only way to start a program.
        tools: programs and libraries that the lock file pins, verified before they are handed out.
        built: while packages are built, those of all clients that this one needs, directly or not.
        runtime: while packages are built, the language's error runtime.
    """

    client: Client
    clients: Clients
    origin: Origin
    project: Project
    process: Runner
    tools: Toolchain
    built: Mapping[str, Artifact] = field(default_factory=dict)
    runtime: Artifact | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of all clients that this one needs, directly or not, each after those that it needs itself."""
        return needs(self.client.name, self.clients)

    def of(self, client: str) -> Job:
        """The job of another client of the same language, to ask for its names."""
        return dataclasses.replace(self, client=self.clients[client])

    def owner(self, proto: str) -> Client | None:
        """The client that brings a proto file; None for files of other people's packages."""
        name = self.clients.owners.get(proto)
        return None if name is None else self.clients[name]

    def named(self, whole: str, separator: str = "-") -> str:
        """This client's name, made of the name that the package of the whole repository would have.

        "acme-shop-client" becomes "acme-shop-user-client" for the client "user" (and for "acme-shop-user", as
        no word is doubled); what ends otherwise gets the client's name at its end. Nothing changes without
        `packages:`.
        """
        if not self.project.packages:
            return whole
        repository = self.project.name.removesuffix("-client")
        name = self.client.name.removesuffix("-client")
        name = "" if name == repository else name.removeprefix(f"{repository}-")
        name = name.replace("-", separator)
        last = f"{separator}client" if whole.endswith(f"{separator}client") else ""
        return f"{whole.removesuffix(last)}{separator}{name}{last}" if name else whole

    def parameter(self, *, target: str, runtime: str) -> str:
        """The parameter of our own plugin: for `errors:go`, with the language's published runtime.

        `errors.runtime` of ego.yaml takes precedence where it is not `package`.
        """
        wanted = self.project.errors.runtime
        return parameter(
            self.project, target=target, runtime=runtime if wanted == "package" else wanted
        )


def parameter(project: Project, *, target: str, runtime: str = "vendored") -> str:
    """The plugin's parameter string for a project."""
    errors = project.errors
    parts = [f"target={target}", f"identity={errors.identity}", f"runtime={runtime}"]
    if errors.strict:
        parts.append("strict=true")
    if errors.templates:
        folder = str(project.root / errors.templates)
        if "," in folder:
            raise Problem(f"{folder} has a comma in it, which protoc's parameters cannot carry")
        parts.append(f"templates={folder}")
    return ",".join(parts)
