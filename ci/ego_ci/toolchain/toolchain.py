"""Toolchain: a pinned program by its name, installed on first use, its bytes compared before it is handed out."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import digest, kinds
from ego_ci.toolchain.cache import Cache
from ego_ci.toolchain.lock import Entry, load


@dataclass
class Toolchain:
    """The tools of one lock file in one cache; may be used from several threads.

    note: told when something is installed, which can take a minute.
    """

    process: Runner
    note: Callable[[str], None] = lambda _text: None
    entries: Mapping[str, Entry] = field(default_factory=load)
    _sound: dict[str, Path] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def cache(self) -> Cache:
        """Where tools are installed."""
        return Cache.of(self.process.environ)

    def program(self, name: str) -> Path:
        """The program of this name, ready to run.

        Installs it if it is not there. Raises Problem if that fails, or if its bytes are not the pinned ones.
        """
        entry = self.entry(name)
        if not entry.program:
            raise ValueError(f"{name} is a set of libraries")
        return self.folder(name) / entry.program

    def folder(self, name: str) -> Path:
        """The folder of a tool: `include` of a protoc, `node_modules` of what npm installed, all jars."""
        entry = self.entry(name)
        with self._guard:
            if name not in self._sound:
                self._sound[name] = self._ready(entry)
            return self._sound[name]

    def jars(self, name: str) -> tuple[Path, ...]:
        """The jars of a set of Java libraries, for a class path."""
        return tuple(sorted(self.folder(name).glob("*.jar")))

    def digest(self, name: str) -> str:
        """What decides the tool's bytes, for the digest of a result: no file is read, nothing is installed."""
        return self.entry(name).digest

    def version(self, name: str) -> str:
        """The pinned version; '' if the system chooses it."""
        return self.entry(name).version

    def entry(self, name: str) -> Entry:
        """The tool's line of the lock; Problem if there is no such tool."""
        try:
            return self.entries[name]
        except KeyError:
            near = difflib.get_close_matches(name, self.entries, 1)
            hint = f"did you mean {near[0]}?" if near else "`ego toolchain list` shows them"
            raise Problem(f"the toolchain has no {name}", remedy=hint) from None

    def installed(self, name: str) -> bool:
        """Whether the tool is there, sound or not."""
        entry = self.entry(name)
        if system := kinds.system(entry):
            return system.find(entry) is not None
        return self.cache.folder(entry).is_dir() and bool(self.cache.recorded(entry))

    def install(self, name: str, *, again: bool = False) -> None:
        """Installs a tool if it is not there, or again whatever is there."""
        entry = self.entry(name)
        if system := kinds.system(entry):
            if again or system.find(entry) is None:
                system.install(entry, self.process)
                self.cache.record(entry).unlink(missing_ok=True)
            return
        with self.cache.locked(
            entry, lambda: self.note(f"waiting for another ego that installs {name}")
        ):
            if self.installed(name) and not again:
                return
            self.note(f"installing {name} {entry.version} (once on this machine)")

            def fill(folder: Path) -> None:
                kinds.load(entry.kind).install(entry, folder, self.process)
                found = digest.of_tree(folder)
                if entry.tree and found != entry.tree:
                    raise _other(entry, found)

            self.cache.fill(entry, fill)

    def verify(self, name: str) -> str:
        """Compares a tool that is there with the lock, or where the lock cannot know, with what was installed.

        Returns its digest; raises Problem if it differs.
        """
        entry = self.entry(name)
        if system := kinds.system(entry):
            return system.verify(entry, self.process, self.cache)
        found = digest.of_tree(self.cache.folder(entry))
        if found != (entry.tree or self.cache.recorded(entry)):
            raise _other(entry, found)
        return found

    def _ready(self, entry: Entry) -> Path:
        system = kinds.system(entry)
        if not system and not self.installed(entry.name):
            self.install(entry.name)
        self.verify(entry.name)
        return Path("/") if system else self.cache.folder(entry)


def _other(entry: Entry, found: str) -> Problem:
    return Problem(
        f"{entry.name} {entry.version} does not have the bytes that the toolchain pins "
        f"(sha256 {found[:16]}…): it is not run",
        remedy=f"find out who changed it, then `ego toolchain install --force {entry.name}`",
    )
