"""What is known of a site that was made: which files it is made of, and which packages look at which.

It lies in the store of the site and is plain JSON; what cannot be read is as if nothing were known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ego_ci.site.records import Record
from ego_ci.site.store import Store
from protoc_gen_ego.docs.library import Library

ID = ".made-of"
"""File of the site that says which state belongs to it."""
_NAME, _RECORD = "state", "file/"


class Known(NamedTuple):
    """A file as it was."""

    digest: str
    package: str
    documented: bool
    codes: int  # error codes


@dataclass
class State:
    """A site, as the next build needs to know it."""

    key: str  # what all pages depend on beside the protos
    packages: dict[str, str] = field(default_factory=dict)  # documented package -> path of its page
    files: dict[str, Known] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)  # of the overview, by package
    marks: dict[str, list[str]] = field(default_factory=dict)
    users: dict[str, list[str]] = field(
        default_factory=dict
    )  # package -> files of others that use its types
    raisers: dict[str, list[str]] = field(
        default_factory=dict
    )  # and those that declare its error codes
    seekers: dict[str, list[str]] = field(
        default_factory=dict
    )  # last part of a name -> files that look for it

    @property
    def id(self) -> str:
        """Tells this state from all others."""
        said = repr((self.key, sorted(self.files.items()), sorted(self.marks.items())))
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def codes(self) -> int:
        """How many error codes are catalogued."""
        return sum(known.codes for known in self.files.values() if known.documented)

    def note(self, record: Record, digest: str, library: Library) -> None:
        """Puts a file into the state, as it is now."""
        facts = record.facts
        self.files[facts.path] = Known(digest, facts.package, facts.documented, len(record.codes))
        section = library.index.section
        used = {found[1].package for use in facts.uses if (found := section(use.type))}
        raised = {code: library.errors.code(code) for _, code in record.raises}
        packages = {code.value.file.package for code in raised.values() if code}
        _add(self.users, used - {facts.package}, facts.path)
        _add(self.raisers, packages - {facts.package}, facts.path)
        _add(self.seekers, {name.rpartition(".")[2] for name in record.names}, facts.path)

    def forget(self, path: str) -> None:
        """Takes a file out of the state."""
        self.files.pop(path, None)
        for found in (self.users, self.raisers, self.seekers):
            for paths in found.values():
                if path in paths:
                    paths.remove(path)


def read(store: Store) -> State | None:
    """The state of the site; None where nothing is known."""
    data = store.get(_NAME)
    if data is None:
        return None
    try:
        found = State(**json.loads(data))
        found.files = {path: Known(*known) for path, known in found.files.items()}
    except (ValueError, TypeError, AttributeError):  # another version of ours wrote it
        return None
    return found


def write(store: Store, state: State) -> None:
    """Keeps the state."""
    store.put(_NAME, json.dumps(vars(state), separators=(",", ":")).encode())


def read_record(store: Store, path: str) -> Record | None:
    """What is known of a file."""
    data = store.get(_RECORD + path)
    return Record.read(json.loads(data)) if data else None


def write_record(store: Store, record: Record) -> None:
    """Keeps what is known of a file."""
    found = json.dumps(record.written(), separators=(",", ":"))
    store.put(_RECORD + record.facts.path, found.encode())


def drop_record(store: Store, path: str) -> None:
    """Forgets a file."""
    store.drop(_RECORD + path)


def plain(marks: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Marks as JSON has them."""
    return {name: [*found] for name, found in marks.items()}


def _add(found: dict[str, list[str]], names: Iterable[str], path: str) -> None:
    for name in names:
        found.setdefault(name, []).append(path)
