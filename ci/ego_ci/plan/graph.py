"""Graph: which package needs which, told from the text of the proto files, without compiling any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Source:
    """A proto file: its path below the repository, the names it imports, the names it is imported by, its size."""

    path: str
    imports: Iterable[str]
    names: Iterable[str]
    size: int = 0


@dataclass(frozen=True)
class Graph:
    """Packages by name.

    requires: the packages that a package's files import from. weights: how much there is to build, 1 for nothing.
    owner: the package of a path, '' for none. importers: by path, the files that import it.
    """

    requires: Mapping[str, frozenset[str]]
    weights: Mapping[str, int]
    owner: Callable[[str], str]
    importers: Mapping[str, frozenset[str]]

    def changed(self, paths: Iterable[str]) -> set[str]:
        """The packages whose files these are; a file that no package has counts for those that import it."""
        found: set[str] = set()
        seen = set(paths)
        waiting = list(seen)
        while waiting:
            path = waiting.pop()
            owner = self.owner(path)
            if owner:
                found.add(owner)
                continue
            near = self.importers.get(path, frozenset()) - seen
            seen |= near
            waiting += near
        return found & self.requires.keys()

    def dependents(self, packages: Iterable[str]) -> set[str]:
        """These packages, those that need them, and so on."""
        back: dict[str, list[str]] = defaultdict(list)
        for name, others in self.requires.items():
            for other in others:
                back[other].append(name)
        found = set(packages)
        waiting = list(found)
        while waiting:
            for name in back[waiting.pop()]:
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found


def build(packages: Mapping[str, Sequence[str]], sources: Iterable[Source]) -> Graph:
    """The graph of packages, given as name -> paths.

    A file that several packages name belongs to the longest path. A package without files is left out.
    """
    owner = _owner(packages)
    sources = list(sources)
    paths = {name: source.path for source in sources for name in source.names}
    weights: dict[str, int] = defaultdict(int)
    importers: dict[str, set[str]] = defaultdict(set)
    requires: dict[str, set[str]] = {}
    for source in sources:
        name = owner(source.path)
        if name:
            weights[name] += 1 + source.size // 1024
            requires.setdefault(name, set())
        for imported in source.imports:
            path = paths.get(imported)
            if path is None:
                continue
            importers[path].add(source.path)
            other = owner(path)
            if name and other and other != name:
                requires[name].add(other)
    known = requires.keys()
    return Graph(
        {name: frozenset(others & known) for name, others in requires.items()},
        weights,
        owner,
        {path: frozenset(files) for path, files in importers.items()},
    )


def _owner(packages: Mapping[str, Sequence[str]]) -> Callable[[str], str]:
    homes = {
        "/".join(PurePosixPath(path).parts): name
        for name, paths in packages.items()
        for path in paths
    }
    known: dict[str, str] = {}

    def owner(path: str) -> str:
        if path in homes:
            return homes[path]
        folder = path.rpartition("/")[0]
        if folder not in known:
            known[folder] = owner(folder) if folder else homes.get("", homes.get(".", ""))
        return known[folder]

    return owner
