"""Makes anew what a change of some files changes in a site: it reads these files and what they lead to, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ego_ci.site import build, postings, state
from ego_ci.site.affected import Reader, Unknown
from ego_ci.site.changes import Step
from ego_ci.site.entries import Unreadable
from ego_ci.site.folder import Folder
from ego_ci.site.garbage import uncollected
from ego_ci.site.pages import Facts, Pages
from ego_ci.site.paths import MANY_CODES, Paths
from ego_ci.site.sources import Sources
from ego_ci.site.state import State
from ego_ci.site.store import Store
from protoc_gen_ego.catalog.model import Identity
from protoc_gen_ego.docs.library import Library

_MOST = 0.3
"""Part of the packages that is made anew; for more the whole site is."""
_FEW = 3
"""Packages that are made anew in a site of any size."""


@uncollected()
def update(
    sources: Sources,
    facts: Callable[[Library], Facts],
    *,
    key: str,
    site: Path,
    kept: Path,
    identity: Identity = "ego",
    versions: list[tuple[str, str]] | None = None,
    steps: Iterable[Step] = (),
    said: Callable[[str], None] = lambda _: None,
) -> list[Path] | None:
    """Brings a site up to date, in place, and answers the files that changed or went.

    None: it cannot be done, and the site has to be built as a whole; what is there of it may be half new then. That is
    so for a site of another key, when packages come or go, and when very much changed. `said` is told why.
    """
    store = Store(kept)
    try:
        return _update(
            _Site(store, sources, site, identity), facts, key, versions=versions, steps=steps
        )
    except (Unknown, postings.Exhausted, Unreadable) as reason:
        said(f"the site is made as a whole: {reason}")
        return None
    except _NONSENSE as error:
        said(
            f"the site is made as a whole, its state is of no use: {type(error).__name__}: {error}"
        )
        return None
    finally:
        store.close()


_NONSENSE = (ValueError, TypeError, LookupError, AttributeError)
"""What reading a state ends with that something else wrote."""


class _Site(NamedTuple):
    """Where everything is."""

    store: Store
    sources: Sources
    root: Path
    identity: Identity


def _update(
    site: _Site,
    facts: Callable[[Library], Facts],
    key: str,
    *,
    versions: list[tuple[str, str]] | None,
    steps: Iterable[Step],
) -> list[Path]:
    store, made = site.store, state.read(site.store)
    mark = site.root / state.ID
    if made is None or made.key != key or not mark.is_file() or mark.read_text() != made.id:
        raise Unknown("another site is there, or none")
    reader = Reader(store, made, site.sources, site.identity)
    if reader.packages != sorted(made.packages):
        raise Unknown("packages came or went: every page lists them")
    part = reader.affected()
    told = facts(part.library)
    packages = part.packages | _marked(made, told)
    if len(packages) > max(_MOST * len(made.packages), _FEW):
        raise Unknown("nearly all pages are others")
    if packages != part.packages:
        part = reader.part(packages)
        told = facts(part.library)
    had = _sizes(made)
    for path in (*reader.digests, *reader.gone):
        made.forget(path)
        state.drop_record(store, path)
    for path, record in part.records.items():
        made.note(record, reader.digests[path], part.library)
        state.write_record(store, record)
    if _sizes(made) != had:
        raise Unknown("pages lead to the error codes, or do not, or to other pages of them")
    made.marks = state.plain(told.marks)
    mark.unlink()  # until the end the site is neither the old nor the new one
    folder = Folder(site.root, in_place=True)
    has_errors, many_codes = had
    paths = Paths(part.library, made.packages, many_codes)
    pages = Pages(part.library, replace(told, has_errors=has_errors), paths)
    _write(store, folder, pages, made, sorted(packages))
    build.changes(folder, pages, versions, steps)
    state.write(store, made)
    store.commit()
    mark.write_text(made.id)
    return folder.changed


def _sizes(made: State) -> tuple[bool, bool]:
    """Whether there are error codes, and very many of them."""
    return made.codes > 0, made.codes > MANY_CODES


def _write(store: Store, folder: Folder, pages: Pages, made: State, packages: list[str]) -> None:
    before = list(build.known(store, packages))
    rows = {name: made.rows[name] for name in packages}
    after = [
        entry for name in packages for entry in build.package(store, folder, pages, made, name)
    ]
    if pages.facts.has_errors:
        after += build.errors(store, folder, pages, packages)
    if any(rows[name] != made.rows[name] for name in packages):
        build.overview(folder, pages, made)
    folder.write_all(postings.changed(store, before, after))


def _marked(made: State, told: Facts) -> set[str]:
    """The packages in which something is marked in another way than before."""
    marks = state.plain(told.marks)
    names = {name for name in marks | made.marks if marks.get(name) != made.marks.get(name)}
    found = set()
    for name in names:
        while name and name not in made.packages:
            name = name.rpartition(".")[0]
        found |= {name} & {*made.packages}
    return found
