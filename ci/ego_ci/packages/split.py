"""Split: which proto file goes into which client package, and what they need of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.circles import circles
from ego_ci.packages.client import Client, Clients
from ego_ci.packages.image import Image, import_position
from ego_ci.project import Project
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


class _Import(NamedTuple):
    """One import of a file, by its number; where it stands is looked for when somebody asks."""

    file: FileDescriptorProto
    number: int

    @property
    def position(self) -> Position:
        return import_position(self.file, self.number)


def _name(edge: tuple[str, _Import]) -> str:
    return edge[0]


@dataclass(frozen=True)
class Split:
    """The clients of one language.

    Attributes:
        project: ego.yaml, which may have `packages:`.
        image: all files; `own` are those that buf.yaml's modules have.
        shown: the path of a proto file below ego.yaml, its import path if it is none of the repository's.
        brings: true for a file that another package of the language brings if it is only imported.
    """

    project: Project
    image: Image
    shown: Callable[[str], str]
    brings: Callable[[str], bool]

    def clients(self) -> Clients:
        """Every client by name; only meaningful without findings."""
        if not self.project.packages:
            return Clients({self.project.name: self._client(self.project.name, [*self._packaged])})
        files: dict[str, list[str]] = {package.name: [] for package in self.project.packages}
        for file, owner in self._owners.items():
            files[owner].append(file)
        return Clients({name: self._client(name, names) for name, names in files.items()})

    def _client(self, name: str, names: list[str]) -> Client:
        files = tuple(sorted(names))
        requires = tuple(sorted({other for other, _ in self._edges.get(name, ())}))
        return Client(name, files, requires, self.image, self._copies(files))

    def _copies(self, files: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in files if name not in self._own)

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(file.name for file in self.image.own)

    def findings(self) -> Iterator[Diagnostic]:
        """What keeps the repository from being split as ego.yaml says."""
        if not self.project.packages:
            return
        yield from self._homeless()
        yield from self._without_files()
        yield from self._circles()

    @cached_property
    def _packaged(self) -> dict[str, FileDescriptorProto]:
        """The files that some client has to bring: the repository's own, and imports nobody else brings."""
        return {
            file.name: file
            for file in self.image.files
            if file.name in self._own or not self.brings(file.name)
        }

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Proto file -> name of its client, '' for none.

        It is the one with the longest path to it. An import that no path names goes with its only importer.
        """
        homes = {
            PurePosixPath(path).parts: package.name
            for package in self.project.packages
            for path in package.paths
        }
        found: dict[str, str] = {}
        importers: dict[str, set[str]] = {}
        for name, file in reversed(self._packaged.items()):  # importers before what they import
            parts = PurePosixPath(self.shown(name)).parts
            prefixes = (parts[:depth] for depth in range(len(parts), -1, -1))
            owner = next((homes[prefix] for prefix in prefixes if prefix in homes), "")
            asking = importers.get(name, set())
            if not owner and name not in self._own and len(asking) == 1:
                owner = min(asking)
            found[name] = owner
            for imported in file.dependency:
                importers.setdefault(imported, set()).add(owner)
        return dict(sorted(found.items()))

    @cached_property
    def _edges(self) -> Mapping[str, list[tuple[str, _Import]]]:
        """Client -> (another that it imports from, the first such import), sorted, each once."""
        found: dict[str, dict[str, _Import]] = {}
        for name, owner in self._owners.items():
            file = self._packaged[name]
            for index, imported in enumerate(file.dependency):
                other = self._owners.get(imported, "")
                if owner and other and other != owner:
                    found.setdefault(owner, {}).setdefault(other, _Import(file, index))
        return {owner: sorted(edges.items(), key=_name) for owner, edges in found.items()}

    def _homeless(self) -> Iterator[Diagnostic]:
        names = ", ".join(package.name for package in self.project.packages)
        for name, owner in self._owners.items():
            if owner:
                continue
            path = self.shown(name)
            place, reason = Position(name, 1, 1), f"{path} belongs to no package"
            if name not in self._own:
                place = self._first_import(name)
                reason = f"{path} is imported, and belongs to no package"
            folder = str(PurePosixPath(path).parent)
            yield Diagnostic(
                place,
                Severity.ERROR,
                "PACKAGE_NONE",
                reason,
                f"name {folder if folder != '.' else path} under `paths` of one of the `packages:` in ego.yaml "
                f"({names})" + (", or leave it out with `exclude`" if name in self._own else ""),
            )

    def _first_import(self, name: str) -> Position:
        places = (
            import_position(file, index)
            for file in self._packaged.values()
            for index, imported in enumerate(file.dependency)
            if imported == name
        )
        return min(places, default=Position(name, 1, 1))

    def _without_files(self) -> Iterator[Diagnostic]:
        taken = set(self._owners.values())
        for index, package in enumerate(self.project.packages):
            if package.name not in taken:
                yield Diagnostic(
                    self.project.place("packages", index),
                    Severity.ERROR,
                    "PACKAGE_EMPTY",
                    f"the package {package.name} has no proto file",
                    "correct its `paths`, or remove it",
                )

    def _circles(self) -> Iterator[Diagnostic]:
        for circle in circles({a: [b for b, _ in edges] for a, edges in self._edges.items()}):
            steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
            places = [(one, two, dict(self._edges[one])[two].position) for one, two in steps]
            (one, two, first), *others = places
            yield Diagnostic(
                first,
                Severity.ERROR,
                "PACKAGE_CIRCLE",
                f"packages need each other in a circle: {' → '.join([*circle, circle[0]])}; "
                f"here {one} imports {two}",
                "move what both import into a package of its own, or make the packages one",
                tuple((place, f"{a} imports {b}") for a, b, place in others),
            )
