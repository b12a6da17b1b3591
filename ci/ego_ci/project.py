"""Project: ego.yaml, read, judged and filled with its defaults."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ego_ci import consistency, document
from ego_ci.problem import Problem, from_os_error
from ego_ci.reader import Reader, diagnostic
from ego_ci.settings import (
    Breaking,
    Errors,
    Go,
    Java,
    Lint,
    Node,
    PackageSettings,
    Php,
    Python,
    RegistrySettings,
    Settings,
)
from ego_ci.settings.settings import SEMVER
from protoc_gen_ego.diagnostics import Diagnostic, Position

FILE = "ego.yaml"


class InvalidProject(Problem):
    """ego.yaml cannot be used: every reason at its line."""

    def __init__(self, root: Path, diagnostics: tuple[Diagnostic, ...]) -> None:
        count = len(diagnostics)
        super().__init__(
            f"{FILE} has {count} error{'s' if count > 1 else ''}",
            remedy="docs/configuration.md lists every setting; `ego config` shows the ones in effect",
        )
        self.root = root
        self.diagnostics = diagnostics


@dataclass(frozen=True)
class Registry:
    """A registry that packages are published to; `path` is absolute, `said` is what ego.yaml says of it."""

    name: str
    path: Path
    said: RegistrySettings = dataclasses.field(default_factory=RegistrySettings)

    @property
    def type(self) -> str:
        """The kind of registry."""
        return self.said.type


@dataclass(frozen=True)
class Project:
    """A proto repository and what its ego.yaml says, complete: no value is missing.

    root: the folder of ego.yaml, absolute. settings: the same values as ego.yaml writes them, for
    `ego config`. output and the registries' paths are absolute.
    """

    root: Path
    settings: Settings
    output: Path
    registries: Mapping[str, Registry]

    @property
    def file(self) -> Path:
        """The ego.yaml itself."""
        return self.root / FILE

    @property
    def name(self) -> str:
        """The name of the repository's packages."""
        return self.settings.name

    @property
    def version(self) -> str:
        """The version of the packages (Semantic Versioning)."""
        return self.settings.version

    def versioned(self, version: str) -> Project:
        """The same project with another version; Problem if it is none."""
        if not re.fullmatch(SEMVER, version):
            raise Problem(
                f"{version!r} is not a version", remedy="give one such as 1.2.3 or 1.2.3-rc.1"
            )
        return dataclasses.replace(
            self, settings=dataclasses.replace(self.settings, version=version)
        )

    @property
    def description(self) -> str:
        """One line about the packages, or ''."""
        return self.settings.description

    @property
    def license(self) -> str:
        """An SPDX expression, or ''."""
        return self.settings.license

    @property
    def license_file(self) -> str:
        """The file with the licence's text, relative to root, or ''."""
        return self.settings.license_file

    @property
    def repository(self) -> str:
        """The address of the repository, or ''."""
        return self.settings.repository

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that packages are built for."""
        return self.settings.languages

    @property
    def paths(self) -> tuple[str, ...]:
        """Files or folders that everything is limited to; () for all."""
        return self.settings.paths

    @property
    def exclude(self) -> tuple[str, ...]:
        """Files or folders that are left out: those of ego.yaml, and the output folder.

        The protos of the base lie there; a module that is the repository's root would take them for its own.
        """
        inside = self.output.is_relative_to(self.root)
        own = (self.output.relative_to(self.root).as_posix(),) if inside else ()
        return (*self.settings.exclude, *own)

    @property
    def rules(self) -> Mapping[str, Literal["error", "warning", "off"]]:
        """How much our rules weigh, where ego.yaml says so."""
        return self.settings.rules

    def place(self, *keys: str | int) -> Position:
        """Where a setting stands in ego.yaml; read again, because only findings about it ask."""
        node = document.find(document.read(self.file, FILE), *keys)
        return document.position(node, FILE) if node else Position(FILE, 1, 1)

    def nearest(self, language: str, *settings: str) -> Position:
        """Where the first of some settings that is given stands in ego.yaml, or where one would write it.

        That is the section of the first, else the language among `languages`. settings: such as "go.module".
        """
        root = document.read(self.file, FILE)
        index = self.languages.index(language) if language in self.languages else 0
        paths: list[tuple[str | int, ...]] = [tuple(said.split(".")) for said in settings]
        paths += [paths[0][:1], ("languages", index)]
        node = next(filter(None, (document.find(root, *path) for path in paths)), None)
        return document.position(node, FILE) if node else Position(FILE, 1, 1)

    @property
    def errors(self) -> Errors:
        """The settings of the error codes."""
        return self.settings.errors

    @property
    def lint(self) -> Lint:
        """The settings of lint."""
        return self.settings.lint

    @property
    def breaking(self) -> Breaking:
        """The settings of the comparison with a base."""
        return self.settings.breaking

    @property
    def python(self) -> Python:
        """The settings of the Python package."""
        return self.settings.python

    @property
    def go(self) -> Go:
        """The settings of the Go module."""
        return self.settings.go

    @property
    def node(self) -> Node:
        """The settings of the Node package."""
        return self.settings.node

    @property
    def java(self) -> Java:
        """The settings of the Java library."""
        return self.settings.java

    @property
    def php(self) -> Php:
        """The settings of the PHP package."""
        return self.settings.php

    @property
    def packages(self) -> tuple[PackageSettings, ...]:
        """The packages that the repository is split into; () for one package a language."""
        return self.settings.packages


def find(start: Path) -> Path:
    """The ego.yaml in a folder or the nearest one above it; Problem when there is none."""
    folder = Path(start).absolute()
    if not folder.is_dir():
        raise Problem(f"the folder {start} does not exist")
    for candidate in (folder, *folder.parents):
        if (candidate / FILE).is_file():
            return candidate / FILE
    raise Problem(
        f"no {FILE} in {folder} or above it", remedy="`ego init` writes one, -C DIR looks elsewhere"
    )


def load(path: Path) -> Project:
    """Reads an ego.yaml; raises InvalidProject with all its errors, Problem when it cannot be read."""
    try:
        node = document.read(path, FILE)
    except document.Unreadable as error:
        raise InvalidProject(path.parent, (diagnostic(error.position, error.message),)) from error
    except OSError as error:
        raise from_os_error(error) from error
    reader = Reader(FILE)
    settings = reader.read(node, Settings, at=Position(FILE, 1, 1), name="")
    if not reader.diagnostics:
        reader.diagnostics += consistency.findings(node, path.absolute().parent, FILE)
    if reader.diagnostics:
        raise InvalidProject(path.parent, tuple(reader.diagnostics))
    return complete(path.absolute().parent, settings)


def complete(root: Path, settings: Settings) -> Project:
    """A project from settings: the derived defaults filled in, paths made absolute."""
    python = settings.python
    client = f"{settings.name.removesuffix('-client')}-client"
    distribution = python.distribution or client
    derived = distribution.replace("-", "_").replace(".", "_").lower()
    package = python.package or (f"_{derived}" if derived[0].isdigit() else derived)
    local = f"{settings.output}/registry"
    written = settings.registries or {"local": RegistrySettings()}
    registries = {
        name: dataclasses.replace(registry, path=registry.path or local)
        for name, registry in written.items()
    }
    settings = dataclasses.replace(
        settings,
        license_file=settings.license_file or _license_file(root),
        python=dataclasses.replace(python, distribution=distribution, package=package),
        node=dataclasses.replace(settings.node, package=settings.node.package or client),
        java=dataclasses.replace(
            settings.java,
            artifact=settings.java.artifact or client,
            package_prefix=settings.java.package_prefix or settings.java.group.replace("-", "_"),
        ),
        registries=registries,
    )
    return Project(
        root=root,
        settings=settings,
        output=Path(os.path.normpath(root / settings.output)),
        registries={n: Registry(n, root / r.path, r) for n, r in registries.items()},
    )


def _license_file(root: Path) -> str:
    names = ("LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING")
    return next((name for name in names if (root / name).is_file()), "")
