"""Builds a site into a folder; what did not change is taken from the site that was there."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ego_ci.site import entries, postings, templates
from ego_ci.site.changes import Step
from ego_ci.site.pages import Facts, Pages, Row, ServiceRow
from ego_ci.site.paths import ERRORS, INDEX
from ego_ci.site.shards import FOLDER as SEARCH
from ego_ci.site.store import Store
from protoc_gen_ego.docs.library import Library

_COLLECT = 60
"""Pages between two collections of garbage: templates leave circles behind."""
_FEW = 20
"""Parts of a site whose entries are put into the index one by one; of more it is made anew."""
_ERRORS = "?errors"
"""Stands for the error catalogue where packages stand by their names."""


def build(
    library: Library,
    facts: Facts,
    *,
    key: str,
    into: Path,
    old: Path | None,
    kept: Path,
    versions: list[tuple[str, str]] | None = None,
    steps: Iterable[Step] = (),
) -> list[Path]:
    """Writes the site and answers its files.

    Args:
        key: what all pages depend on beside the protos: our version, settings, the commit.
        into: an empty folder. old: the site that was there, if any.
        versions, steps: for the pages about them, where `facts.has_versions`.
        kept: a folder for what is known of the site that was made.
    """
    store = Store(kept)
    try:
        if old is None or not (old / SEARCH / "roots.js").is_file():
            store.clear()
        _build(library, facts, _Site(store, into, old), key)
        store.commit()
    finally:
        store.close()
    shutil.copytree(templates.folder() / "assets", into / "assets")
    _write(into / "versions.js", "window.egoVersions = [];\n")
    if facts.has_versions:
        for path, content in Pages(library, facts).changes(versions or [], list(steps)):
            _write(into / path, content)
    return sorted(path for path in into.rglob("*") if path.is_file())


class _Site:
    """The folder that a site is written to, beside the site that was there."""

    def __init__(self, store: Store, into: Path, old: Path | None) -> None:
        self.store = store
        self.into = into
        self.old = old
        self.moved: list[tuple[str, str]] = []  # entries of the search that were, and that are

    def has(self, path: str) -> bool:
        """Whether the old site has a file."""
        return self.old is not None and (self.old / path).is_file()

    def keep(self, path: str) -> None:
        """Takes a file over."""
        assert self.old
        _link(self.old / path, self.into / path)

    def find(self, name: str, words: Iterator[entries.Entry]) -> None:
        """Notes what can be found in a part of the site."""
        text = entries.written(words)
        before = self.store.get(f"words/{name}")
        self.moved.append((before.decode() if before else "", text))
        self.store.put(f"words/{name}", text.encode())


def _build(library: Library, facts: Facts, site: _Site, key: str) -> None:
    pages, store = Pages(library, facts), site.store
    rows: list[Row] = []
    packages = repr(tuple(pages.paths.of_package.items()))
    shared = hashlib.sha256(f"{key} {packages}".encode("utf-8", "surrogateescape")).hexdigest()
    gone = {name.removeprefix("words/") for name in store.names("words/")}
    gc.freeze()  # what is there stays; what a page leaves behind is collected
    for number, (name, path) in enumerate(pages.paths.of_package.items(), 1):
        if number % _COLLECT == 0:
            gc.collect()
        gone.discard(name)
        digest = f"{shared} {library.digest(name)} {_marks(facts, name)}"
        found = _read(store.get(f"page/{name}"), digest) if site.has(path) else None
        if found is None:
            page = library.page(name)
            _write(site.into / path, pages.package(page))
            found = [digest, pages.row(page)]
            site.find(name, entries.of_page(page, pages.paths))
            store.put(f"page/{name}", json.dumps(found).encode())
        else:
            site.keep(path)
        rows.append(_row(found[1]))
    gc.unfreeze()
    _write(site.into / INDEX, pages.index(rows))
    if facts.has_errors:
        gone.discard(_ERRORS)
        _write(site.into / ERRORS, pages.errors())
        site.find(_ERRORS, _errors(library))
    for name in gone:
        site.moved.append(((store.get(f"words/{name}") or b"").decode(), ""))
        store.drop(f"words/{name}")
        store.drop(f"page/{name}")
    _search(site)


def _errors(library: Library) -> Iterator[entries.Entry]:
    for group in library.errors.groups:
        yield from entries.of_errors(group)


def _search(site: _Site) -> None:
    """Writes the files of the search: those that changed, or all."""
    store, again = site.store, None
    try:
        if next(store.names("root/"), None) and len(site.moved) <= _FEW:
            before, after = zip(*site.moved, strict=True) if site.moved else ((), ())
            again = dict(postings.changed(store, _all(before), _all(after)))
    except postings.Exhausted:
        again = None
    if again is None:
        whole = postings.Whole(store)
        for name in store.names("words/"):
            whole.add(entries.read((store.get(name) or b"").decode()))
        again = dict(whole.files())
    else:
        assert site.old
        for file in os.scandir(site.old / SEARCH):
            if f"{SEARCH}/{file.name}" not in again:
                site.keep(f"{SEARCH}/{file.name}")
    for path, content in again.items():
        if content is not None:
            _write(site.into / path, content)


def _all(texts: Iterable[str]) -> Iterator[entries.Entry]:
    for text in texts:
        yield from entries.read(text)


def _row(found: list[Any]) -> Row:
    row = Row(*found)
    return row._replace(services=tuple(ServiceRow(*one) for one in row.services))


def _marks(facts: Facts, package: str) -> str:
    """What is marked in a package."""
    within = f"{package}."
    return (
        repr(
            sorted(
                one for one in facts.marks.items() if one[0] == package or one[0].startswith(within)
            )
        )
        if facts.marks
        else ""
    )


def _read(data: bytes | None, digest: str) -> list[Any] | None:
    found = json.loads(data) if data else None
    return found if found and found[0] == digest else None


def _link(there: Path, here: Path) -> None:
    here.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(there, here)
    except OSError:  # a file system without hard links
        shutil.copyfile(there, here)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8", "replace"))
