"""What is kept of each file: what it has that pages of other files may show, and what it looks for in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ego_ci.site.sources import Sources
from protoc_gen_ego.docs.index import Declared, FileFacts, Use, candidates
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.schema.source import text

_REFERENCE = re.compile(rb"\[\s*([\w.]{1,300})\s*\]")


class Record(NamedTuple):
    """A file, as other files know it."""

    facts: FileFacts
    imports: tuple[str, ...]
    shape: str  # a digest without comments: examples of messages in other files depend on it
    codes: Mapping[str, str]  # full names of error codes -> what others show of them
    raises: tuple[tuple[str, str], ...]  # method -> error code, by full names
    names: tuple[str, ...]  # as comments and tags write them, to be looked for
    defines_options: bool

    def written(self) -> list[Any]:
        """As JSON has it."""
        return [*self]

    @classmethod
    def read(cls, found: list[Any]) -> Record:
        """From JSON."""
        (
            (path, package, documented, declared, uses),
            imports,
            shape,
            codes,
            raises,
            names,
            defines,
        ) = found
        facts = FileFacts(
            path,
            package,
            documented,
            tuple([Declared(kind, name, tuple(members)) for kind, name, members in declared]),
            tuple([Use(*one) for one in uses]),
        )
        pairs = tuple([(method, code) for method, code in raises])
        return cls(facts, tuple(imports), shape, codes, pairs, tuple(names), defines)

    @property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """Full name -> what links to it depend on."""
        found: dict[str, tuple[str, ...]] = {}
        facts = self.facts
        place = (facts.package, "" if facts.documented else facts.path)
        for kind, name, members in facts.declared:
            found[name] = (kind, *place)
            scope = name.rpartition(".")[0] if kind == "enum" else name
            for member in members:
                full_name = f"{scope}.{member}" if scope else member
                found[full_name] = (kind, name, self.codes.get(full_name, ""), *place)
        return found


def records(library: Library, sources: Sources, paths: Iterable[str]) -> Iterator[Record]:
    """The records of files of a library that has all of them that these lead to."""
    catalog, index = library.errors.catalog, library.index
    definers = {file.name for file in library.options.definers}
    raises: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, set[str]] = {}
    for reference in catalog.references:
        path = reference.method.file.name
        names.setdefault(path, set()).add(reference.text)
        if reference.code:
            raises.setdefault(path, []).append(
                (reference.method.full_name, reference.code.full_name)
            )
    for path in paths:
        file = library.schema.by_name[path]
        found = sought(sources, path)
        codes = {
            code.full_name: f"{code[1:]}" for enum in catalog.enums_of(file) for code in enum.codes
        }
        yield Record(
            index.facts(path),
            tuple([text(one) for one in file.descriptor.dependency]),
            sources.shape(path),
            codes,
            tuple(raises.get(path, ())),
            tuple(sorted(found | names.get(path, set()))),
            path in definers,
        )


def sought(sources: Sources, path: str) -> set[str]:
    """The names that comments of a file may refer to."""
    if path not in sources.generate:
        return set()
    return {name.decode() for name in _REFERENCE.findall(sources.bytes(path))}


def packages_of(names: Iterable[str], scope: str, known: Mapping[str, Any]) -> set[str]:
    """The known packages in which names may be found that are written inside of a scope.

    >>> sorted(packages_of(["b.Thing"], "a.v1.Service", {"": 1, "a": 1, "a.v1": 1, "a.b": 1, "b": 1, "c": 1}))
    ['', 'a', 'a.b', 'a.v1', 'b']
    """
    found = set()
    for name in names:
        for candidate in candidates(name, scope):
            while candidate:
                if candidate in known:
                    found.add(candidate)
                candidate = candidate.rpartition(".")[0]
    return found | ({""} & set(known))
