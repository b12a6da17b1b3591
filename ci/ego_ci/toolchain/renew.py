"""Renewing the lock: every wanted tool is resolved anew, by its package manager, in an empty folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ego_ci.process import Runner
from ego_ci.toolchain.kinds import debian, environment, go, maven, npm, pypi
from ego_ci.toolchain.lock import Entry
from ego_ci.toolchain.wanted import WANTED, Wanted

_RESOLVE: Mapping[str, Callable[[Wanted, Path, Runner], Entry]] = {
    "pypi": pypi.resolve,
    "go": go.resolve,
    "npm": npm.resolve,
    "maven": maven.resolve,
    "debian": debian.resolve,
    "environment": environment.resolve,
}


def renew(
    before: Mapping[str, Entry],
    process: Runner,
    *,
    names: Iterable[str] = (),
    note: Callable[[str], None] = lambda _text: None,
) -> Mapping[str, Entry]:
    """The entries of all wanted tools, those of `names` (default: all) resolved again, the others as before."""
    chosen = set(names)
    after: dict[str, Entry] = {}
    for wanted in WANTED:
        old = before.get(wanted.name)
        if old and chosen and wanted.name not in chosen:
            after[wanted.name] = old
            continue
        note(f"resolving {wanted.name}")
        with tempfile.TemporaryDirectory() as scratch:
            entry = _RESOLVE[wanted.kind](wanted, Path(scratch), process)
        after[wanted.name] = _with_known(entry, old)
    return after


def _with_known(entry: Entry, old: Entry | None) -> Entry:
    """A distribution's package has other bytes in another release: those that were known stay known."""
    if entry.kind != "debian" or old is None:
        return entry
    known = {**old.pins["sha256"], **entry.pins["sha256"]}
    return replace(entry, pins={**entry.pins, "sha256": known})
