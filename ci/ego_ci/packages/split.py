"""Split: which proto file goes into which client package, and what they need of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.circles import circles
from ego_ci.packages.client import Client
from ego_ci.packages.image import Image, import_position
from ego_ci.project import Project
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


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

    def clients(self) -> dict[str, Client]:
        """Every client by name; only meaningful without findings."""
        if not self.project.packages:
            files = tuple(sorted(self._packaged))
            name = self.project.name
            image = self.image.narrowed(set(files))
            return {name: Client(name, files, (), image, self._copies(files))}
        found = {}
        for package in self.project.packages:
            files = tuple(sorted(f for f, owner in self._owners.items() if owner == package.name))
            requires = tuple(sorted({other for other, _ in self._edges.get(package.name, ())}))
            image = self.image.narrowed(set(files))
            copies = self._copies(files)
            found[package.name] = Client(package.name, files, requires, image, copies)
        return found

    def _copies(self, files: tuple[str, ...]) -> tuple[str, ...]:
        own = {file.name for file in self.image.own}
        return tuple(name for name in files if name not in own)

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
        own = {file.name for file in self.image.own}
        return {
            file.name: file
            for file in self.image.files
            if file.name in own or not self.brings(file.name)
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
        own = {file.name for file in self.image.own}
        found: dict[str, str] = {}
        importers: dict[str, set[str]] = {}
        for name, file in reversed(self._packaged.items()):  # importers before what they import
            parts = PurePosixPath(self.shown(name)).parts
            prefixes = (parts[:depth] for depth in range(len(parts), -1, -1))
            owner = next((homes[prefix] for prefix in prefixes if prefix in homes), "")
            asking = importers.get(name, set())
            if not owner and name not in own and len(asking) == 1:
                owner = min(asking)
            found[name] = owner
            for imported in file.dependency:
                importers.setdefault(imported, set()).add(owner)
        return dict(sorted(found.items()))

    @cached_property
    def _edges(self) -> Mapping[str, list[tuple[str, Position]]]:
        """Client -> (the client that it imports from, the import's place), once per pair."""
        found: dict[str, dict[str, Position]] = {}
        for name, file in self._packaged.items():
            owner = self._owners[name]
            for index, imported in enumerate(file.dependency):
                other = self._owners.get(imported, "")
                if owner and other and other != owner:
                    place = import_position(file, index)
                    edges = found.setdefault(owner, {})
                    edges[other] = min(place, edges.get(other, place))
        return {owner: sorted(edges.items()) for owner, edges in found.items()}

    def _homeless(self) -> Iterator[Diagnostic]:
        names = ", ".join(package.name for package in self.project.packages)
        own = {file.name for file in self.image.own}
        for name, owner in self._owners.items():
            if owner:
                continue
            path = self.shown(name)
            place, reason = Position(name, 1, 1), f"{path} belongs to no package"
            if name not in own:
                place = self._first_import(name)
                reason = f"{path} is imported, and belongs to no package"
            folder = str(PurePosixPath(path).parent)
            yield Diagnostic(
                place,
                Severity.ERROR,
                "PACKAGE_NONE",
                reason,
                f"name {folder if folder != '.' else path} under `paths` of one of the `packages:` in ego.yaml "
                f"({names})" + (", or leave it out with `exclude`" if name in own else ""),
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
            places = [(one, two, dict(self._edges[one])[two]) for one, two in steps]
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
