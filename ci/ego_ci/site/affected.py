"""Which pages a change of files changes, and what has to be read to make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ego_ci.site import state
from ego_ci.site.records import Record, packages_of, records, sought
from ego_ci.site.sources import Sources
from ego_ci.site.state import State
from ego_ci.site.store import Store
from protoc_gen_ego import catalog
from protoc_gen_ego.catalog.model import Identity
from protoc_gen_ego.docs.index import facts
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.schema import Schema

_DEEPEST = 5  # messages in messages of an example
_FEW = 20  # files that are read however many there are


class Unknown(Exception):
    """What is known of a site does not say how it changes."""


class Part(NamedTuple):
    """A part of a repository, read."""

    packages: frozenset[str]  # whose pages can be made
    library: Library
    records: dict[str, Record]  # of the files that changed


class Reader:
    """Reads parts of a repository, of which a state says what it was."""

    def __init__(self, store: Store, known: State, sources: Sources, identity: Identity) -> None:
        self._store = store
        self._state = known
        self._sources = sources
        self._identity = identity
        digests = {path: sources.digest(path) for path in sources}
        files = known.files
        self.digests = {
            path: digest
            for path, digest in digests.items()
            if path not in files
            or files[path].digest != digest
            or files[path].documented != (path in sources.generate)
        }
        """The files that are new or others, with their digests."""
        if len(self.digests) > max(len(digests) // 2, _FEW):
            raise Unknown("most files are others")
        self.gone = [path for path in files if path not in sources]
        self._schema = sources.schema(self.digests)
        self._package = {path: file.package for path, file in files.items() if path in sources}
        self._package |= {file.name: file.package for file in self._schema.files}
        self._within: dict[str, list[str]] = {}  # package -> its files
        for path, package in self._package.items():
            self._within.setdefault(package, []).append(path)

    @property
    def packages(self) -> list[str]:
        """The documented packages of the files, sorted."""
        generate = self._sources.generate
        return sorted({package for path, package in self._package.items() if path in generate})

    def affected(self) -> Part:
        """What changed, and all whose pages show something of it."""
        old = {
            path: self.record(path)
            for path in [*self.digests, *self.gone]
            if path in self._state.files
        }
        packages = {self._package[path] for path in self.digests}
        packages |= {record.facts.package for record in old.values()}
        part = self.part(packages & {*self._state.packages})
        if any(record.defines_options for record in [*old.values(), *part.records.values()]):
            raise Unknown("options are defined in another way: any page may show one")
        more = self._reached(old, part.records, part.library)
        return part if more <= part.packages else self.part(more | part.packages)

    def part(self, packages: Iterable[str]) -> Part:
        """What the pages of packages need, and what changed."""
        wanted = frozenset(packages)
        paths = {path for name in wanted for path in self._within.get(name, ())} | {*self.digests}
        paths |= {path for name in wanted for path in self._raisers(name)}
        paths |= self._some_codes()
        names = {path: sought(self._sources, path) for path in paths}
        while True:
            paths = self._with_imports(paths)
            model = Schema(tuple([f for f in self._schema.files if f.name in paths]))
            others = self._sources.schema(paths - {*self.digests})
            model = Schema(tuple(sorted([*model.files, *others.files], key=lambda file: file.name)))
            found = catalog.build(model, identity=self._identity)
            for reference in found.references:
                names.setdefault(reference.method.file.name, set()).add(reference.text)
            more = {
                path
                for asker, said in names.items()
                for name in packages_of(said, self._package[asker], self._within)
                for path in self._within[name]
            }
            if more <= paths:
                break
            paths |= more
        known = [facts(file.descriptor, documented=file.generate) for file in model.files]
        users = {path for name in wanted for path in self._state.users.get(name, ())}
        known += [
            self.record(path).facts for path in sorted(users - paths) if path not in self.gone
        ]
        library = Library(model, found, file_facts=known)
        made = {one.facts.path: one for one in records(library, self._sources, self.digests)}
        return Part(wanted, library, made)

    def record(self, path: str) -> Record:
        """What is known of a file as it was."""
        found = state.read_record(self._store, path)
        if found is None:
            raise Unknown(path)
        return found

    def _raisers(self, package: str) -> Iterable[str]:
        return [path for path in self._state.raisers.get(package, ()) if path in self._package]

    def _some_codes(self) -> set[str]:
        """A file with error codes: how a client calls a method depends on whether there are any."""
        files = self._state.files.items()
        found = (path for path, file in files if file.codes and path in self._sources)
        first = next(found, None)
        return {first} if first else set()

    def _with_imports(self, paths: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = [*paths]
        new = {file.name: file.descriptor.dependency for file in self._schema.files}
        while waiting:
            path = waiting.pop()
            if path not in found and path in self._sources:
                found.add(path)
                waiting += new[path] if path in new else self.record(path).imports
        return found

    def _reached(
        self, old: Mapping[str, Record], new: Mapping[str, Record], library: Library
    ) -> set[str]:
        """The packages whose pages show what is another thing now."""
        known = self._state
        before = {name: told for record in old.values() for name, told in record.targets.items()}
        after = {name: told for record in new.values() for name, told in record.targets.items()}
        moved = {name for name in before | after if before.get(name) != after.get(name)}
        paths = {p for name in moved for p in known.seekers.get(name.rpartition(".")[2], ())}
        touched = {one.facts.package for one in (*old.values(), *new.values())}
        shapes = {path: record.shape for path, record in old.items()}
        if moved or any(shapes.get(path) != record.shape for path, record in new.items()):
            paths |= self._users_of(touched, _DEEPEST)
        used = {use for record in old.values() for use in record.facts.uses}
        used ^= {use for record in new.values() for use in record.facts.uses}
        raised = {one for record in old.values() for one in record.raises}
        raised ^= {one for record in new.values() for one in record.raises}
        names = {use.type for use in used} | {code for _, code in raised}
        codes = {name: told for record in old.values() for name, told in record.codes.items()}
        if codes != {name: told for record in new.values() for name, told in record.codes.items()}:
            paths |= {path for name in touched for path in self._raisers(name)}
        packages = {self._package[path] for path in paths if path in self._package}
        packages |= {package for name in names for package in packages_of([name], "", self._within)}
        return packages & {*known.packages}

    def _users_of(self, packages: Iterable[str], depth: int) -> set[str]:
        """The files that use types of packages, directly or through other messages."""
        found: set[str] = set()
        waiting = {*packages}
        for _ in range(depth):
            files = {path for name in waiting for path in self._state.users.get(name, ())} - found
            found |= files
            waiting = {self._package[path] for path in files if path in self._package}
        return found
