"""Builds a site as a whole, and notes what `update` needs to make a part of it anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ego_ci.site import entries, postings, state, templates
from ego_ci.site.changes import Step
from ego_ci.site.errors import Catalogued
from ego_ci.site.folder import Folder
from ego_ci.site.garbage import collected, uncollected
from ego_ci.site.pages import Facts, Pages, Row, ServiceRow
from ego_ci.site.paths import ERRORS
from ego_ci.site.records import records
from ego_ci.site.sources import Sources
from ego_ci.site.state import State
from ego_ci.site.store import Store
from protoc_gen_ego.docs.library import Library

WORDS = "words/"
"""What the store has of a package for the search, and below it of its error codes."""
_ERRORS = "?errors/"
_CATALOGUE = "catalogued"


@uncollected()
def build(
    library: Library,
    facts: Facts,
    *,
    key: str,
    into: Path,
    kept: Path,
    sources: Sources | None = None,
    versions: list[tuple[str, str]] | None = None,
    steps: Iterable[Step] = (),
) -> list[Path]:
    """Writes the site and answers its files.

    Args:
        key: what all pages depend on beside the protos: our version, settings, the commit.
        into: an empty folder.
        kept: a folder for what is known of the site that is made; `sources` are the files that it is of, for `update`.
        versions, steps: for the page about them, where `facts.has_versions`.
    """
    store = Store(kept)
    store.clear()
    pages, folder = Pages(library, facts), Folder(into, in_place=False)
    made = State(key, dict(pages.paths.of_package), marks=state.plain(facts.marks))
    whole = postings.Whole(store)
    for name in collected(made.packages):
        whole.add(package(store, folder, pages, made, name))
    if facts.has_errors:
        for name, found in _catalogued(pages).items():
            whole.add(_found(store, _ERRORS + name, found))
        _write_errors(store, folder, pages, pages.catalogued())
    folder.write_all(whole.files())
    overview(folder, pages, made)
    changes(folder, pages, versions, steps)
    folder.write("versions.js", "window.egoVersions = [];\n")
    shutil.copytree(templates.folder() / "assets", into / "assets")
    if sources is not None:
        for record in records(library, sources, sources):
            made.note(record, sources.digest(record.facts.path), library)
            state.write_record(store, record)
        state.write(store, made)
        folder.write(state.ID, made.id)
        store.commit()
    store.close()
    return folder.files()


def package(
    store: Store, folder: Folder, pages: Pages, made: State, name: str
) -> list[entries.Entry]:
    """Makes a package's page; what can be found on it."""
    page = pages.library.page(name)
    folder.write(made.packages[name], pages.package(page))
    row = pages.row(page)
    services = [[*one] for one in row.services]  # lists, as JSON gives them back
    made.rows[name] = [services if one is row.services else one for one in row]
    return _found(store, name, entries.of_page(page, pages.paths))


def errors(
    store: Store, folder: Folder, pages: Pages, packages: Collection[str]
) -> list[entries.Entry]:
    """Makes the parts of the error catalogue that some packages have; what can be found in them."""
    _write_errors(store, folder, pages, pages.catalogued(packages), packages)
    found: list[entries.Entry] = []
    there = _catalogued(pages)
    for name in packages:
        store.drop(f"{WORDS}{_ERRORS}{name}")
        if name in there:
            found += _found(store, _ERRORS + name, there[name])
    return found


def known(store: Store, packages: Iterable[str]) -> Iterator[entries.Entry]:
    """What can be found in packages and in their parts of the error catalogue, as it was."""
    for name in packages:
        for kept in (store.get(WORDS + name), store.get(f"{WORDS}{_ERRORS}{name}")):
            yield from entries.read(kept.decode()) if kept else ()


def overview(folder: Folder, pages: Pages, made: State) -> None:
    """Makes the overview."""
    rows = [Row(*made.rows[name]) for name in made.packages]
    for place, row in enumerate(rows):
        rows[place] = row._replace(services=tuple([ServiceRow(*one) for one in row.services]))
    folder.write_all(pages.index(rows))


def changes(
    folder: Folder, pages: Pages, versions: list[tuple[str, str]] | None, steps: Iterable[Step]
) -> None:
    """Makes the page about versions, where the site has them."""
    if pages.facts.has_versions:
        for path, content in pages.changes(versions or [], list(steps)):
            folder.write(path, content)


def _write_errors(
    store: Store,
    folder: Folder,
    pages: Pages,
    made: dict[str, list[Catalogued]],
    again: Collection[str] = (),
) -> None:
    """Writes the catalogue; `again` are the packages whose parts stand in the place of those that were."""
    known = json.loads(store.get(_CATALOGUE) or b"{}")
    kept = {name: found for name, found in known.items() if name not in again}
    if pages.paths.many_codes:
        for name in sorted({*made, *again}):
            path, parts = pages.paths.errors_of(name), made.get(name)
            folder.write(path, pages.errors(path, parts, name) if parts else None)
        kept |= {name: sum(part.codes for part in parts) for name, parts in made.items()}
        if kept != known:
            folder.write(ERRORS, pages.errors_index(dict(sorted(kept.items()))))
    else:
        kept |= made
        parts = [Catalogued(*part) for _, parts in sorted(kept.items()) for part in parts]
        folder.write(ERRORS, pages.errors(ERRORS, parts))
    store.put(_CATALOGUE, json.dumps(kept, separators=(",", ":")).encode())


def _catalogued(pages: Pages) -> dict[str, list[entries.Entry]]:
    """What can be found of each package's error codes."""
    found: dict[str, list[entries.Entry]] = {}
    for group in pages.library.errors.groups:
        path = pages.paths.errors_of(group.package)
        found.setdefault(group.package, []).extend(entries.of_errors(group, path))
    return found


def _found(store: Store, name: str, found: Iterable[entries.Entry]) -> list[entries.Entry]:
    made = list(found)
    store.put(WORDS + name, entries.written(made).encode())
    return made
