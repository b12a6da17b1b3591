"""Scope: which files a check looks at. What changed since the base, and what can be told of it only there.

A file that did not change can still have a new finding: it imports what changed, shares a package or a
folder with it (buf judges these as a whole), or names an error that changed, or the same error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ego_ci.stages.prototext import ProtoText, read
from ego_ci.stages.workspace import within

_MOST = 1000
"""Files that are named on a command line."""


@dataclass(frozen=True)
class Scope:
    """All paths are below the repository.

    whole: every file. changed: files that are there and are not as they were. judged: files whose findings
    are wanted. image: those and what their errors need. base: the same in the base. past: those and what they
    import there. total: the number of files. codes: whether any file of the repository declares errors; None:
    that is not known.
    """

    whole: bool = True
    changed: tuple[str, ...] = ()
    judged: frozenset[str] = frozenset()
    image: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    past: frozenset[str] = frozenset()
    total: int = 0
    codes: bool | None = None

    def judges(self, path: str) -> bool:
        """Whether findings in a file are wanted."""
        return self.whole or path in self.judged


EVERYTHING = Scope()


@dataclass(frozen=True)
class Side:
    """The files of one side by path, with their digests.

    read: the text of some of them. modules: where import paths begin. limits: the project's paths, and what it
    leaves out.
    """

    files: Mapping[str, str]
    read: Callable[[Iterable[str]], Iterable[str]]
    modules: tuple[str, ...]
    limits: tuple[tuple[str, ...], tuple[str, ...]] = field(default=((), ()))

    @cached_property
    def protos(self) -> frozenset[str]:
        """The proto files of a module that the project does not leave out."""
        paths, exclude = self.limits
        return frozenset(
            path
            for path in self.files
            if path.endswith(".proto")
            and any(within(path, module) for module in self.modules)
            and (not paths or any(within(path, limit) for limit in paths))
            and not any(within(path, limit) for limit in exclude)
        )

    def texts(self, paths: Iterable[str]) -> dict[str, ProtoText]:
        """What files say of themselves."""
        wanted = sorted(path for path in paths if path.endswith(".proto"))
        return dict(zip(wanted, map(read, self.read(wanted)), strict=True))

    def names(self, path: str) -> Iterable[str]:
        """How others can import a file."""
        return (
            path if module == "." else path[len(module) + 1 :]
            for module in self.modules
            if within(path, module)
        )


def narrowed(tree: Side, base: Side) -> Scope:
    """The scope of what differs between two sides; EVERYTHING when the configuration does, or most files."""
    differing = {
        path
        for path in tree.files.keys() | base.files.keys()
        if tree.files.get(path) != base.files.get(path)
    }
    if any(not path.endswith(".proto") for path in differing) or tree.modules != base.modules:
        return EVERYTHING
    if not differing:
        return Scope(whole=False, total=len(tree.protos))
    texts = tree.texts(tree.files)
    before = base.texts(differing & base.files.keys())
    graph = _Graph(tree, base, texts, before)
    reached = graph.reach(differing)
    declared = {name for path in differing for t in graph.texts(path) for name in t.declares}
    related = {p for p, t in texts.items() if t.declares & declared or t.mentions & declared}
    judged = (reached | related) & tree.protos
    mentioned = {name for path in judged for name in texts[path].mentions}
    support = {path for path in tree.protos if texts[path].declares & mentioned}
    image = judged | support
    gone = (differing - tree.files.keys()) & base.protos
    if len(image) > min(_MOST, len(tree.protos) / 2) or (gone and not image):
        return EVERYTHING
    compared = (image & base.protos) | gone
    return Scope(
        whole=False,
        changed=tuple(sorted(differing & tree.protos)),
        judged=frozenset(judged | gone),
        image=tuple(sorted(image)),
        base=tuple(sorted(compared)),
        past=_imported(base, compared, {**texts, **before}),
        total=len(tree.protos),
        codes=any(texts[path].codes for path in tree.protos),
    )


def _imported(side: Side, start: Iterable[str], texts: Mapping[str, ProtoText]) -> frozenset[str]:
    """Files and all that they import, as far as the side has it."""
    paths: dict[str, list[str]] = defaultdict(list)
    for path in side.files:
        for name in side.names(path):
            paths[name].append(path)
    found = set(start)
    waiting = list(found)
    while waiting:
        imports = texts[waiting.pop()].imports
        near = {path for name in imports for path in paths.get(name, ())} - found
        found |= near
        waiting += near
    return frozenset(found)


class _Graph:
    """Who is judged with whom."""

    def __init__(
        self,
        tree: Side,
        base: Side,
        texts: Mapping[str, ProtoText],
        before: Mapping[str, ProtoText],
    ) -> None:
        self._tree, self._base = tree, base
        self._texts, self._before = texts, before
        self._importers: dict[str, set[str]] = defaultdict(set)
        self._packages: dict[str, set[str]] = defaultdict(set)
        self._folders: dict[str, set[str]] = defaultdict(set)
        for path, text in texts.items():
            self._folders[path.rpartition("/")[0]].add(path)
            for name in text.imports:
                self._importers[name].add(path)
            for package in text.packages:
                self._packages[package].add(path)

    def texts(self, path: str) -> list[ProtoText]:
        """What a file says of itself, on both sides."""
        return [side[path] for side in (self._texts, self._before) if path in side]

    def reach(self, start: Iterable[str]) -> set[str]:
        """The files, those of their packages and folders, those that import any of them, and so on."""
        found = set(start)
        waiting = list(found)
        while waiting:
            near = self._near(waiting.pop()) - found
            found |= near
            waiting += near
        return found

    def _near(self, path: str) -> set[str]:
        near = set(self._folders[path.rpartition("/")[0]])
        for text in self.texts(path):
            for package in text.packages:
                near |= self._packages[package]
        for name in {*self._tree.names(path), *self._base.names(path)}:
            near |= self._importers[name]
        return near
