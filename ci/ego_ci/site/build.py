"""Builds a site into a folder; pages whose digest did not change are taken from the site that was there."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ego_ci.site import entries, templates
from ego_ci.site.changes import Step
from ego_ci.site.pages import Facts, Pages, Row, ServiceRow
from ego_ci.site.paths import CHANGES, ERRORS, INDEX
from ego_ci.site.shards import Heaps
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.views import PackageView

_KEPT = "pages"
"""Folder of what is kept of each page: its digest, its row in the overview, its lines of the search index."""

_COLLECT = 60
"""Pages between two collections of garbage: templates leave circles behind."""


def build(
    library: Library,
    facts: Facts,
    *,
    key: str,
    into: Path,
    old: Path | None,
    kept: Path,
    heaps: Path,
    versions: list[tuple[str, str]] | None = None,
    steps: Iterable[Step] = (),
) -> list[Path]:
    """Writes the site and answers its files.

    Args:
        key: what all pages depend on beside the protos: our version, settings, the commit.
        into: an empty folder. old: the site that was there, if any.
        versions, steps: for the page about them, where `facts.has_versions`.
        kept: a folder for what is known of the pages that were made. heaps: an empty folder for sorting.
    """
    pages = Pages(library, facts)
    index = Heaps(heaps)
    rows: list[Row] = []
    (kept / _KEPT).mkdir(parents=True, exist_ok=True)
    packages = repr(tuple(pages.paths.of_package.items()))
    shared = hashlib.sha256(f"{key} {packages}".encode("utf-8", "surrogateescape")).hexdigest()
    known: set[str] = set()
    gc.freeze()  # what is there stays; what a page leaves behind is collected
    for number, (name, path) in enumerate(pages.paths.of_package.items(), 1):
        if number % _COLLECT == 0:
            gc.collect()
        record = kept / _KEPT / f"{Path(path).stem}.json"
        known.add(record.name)
        digest = f"{shared} {library.digest(name)} {_marks(facts, name)}"
        found = _read(record, digest) if old and (old / path).is_file() else None
        if found is None:
            page = library.page(name)
            _write(into / path, pages.package(page))
            found = _record(page, pages, digest)
            words = "\n".join(entries.of_page(page, pages.paths))
            record.with_suffix(".words").write_text(words, encoding="utf-8")
            record.write_text(json.dumps(found), encoding="utf-8")
        else:
            assert old is not None
            _link(old / path, into / path)
        rows.append(_row(found["row"]))
        index.add(record.with_suffix(".words").read_text("utf-8").split("\n"))
    gc.unfreeze()
    for record in (kept / _KEPT).iterdir():
        if f"{record.stem}.json" not in known:
            record.unlink()
    _write(into / INDEX, pages.index(rows))
    if facts.has_errors:
        _write(into / ERRORS, pages.errors())
        index.add(entries.of_errors(library))
    for path, content in index.parts():
        _write(into / path, content)
    shutil.copytree(templates.folder() / "assets", into / "assets")
    _write(into / "versions.js", "window.egoVersions = [];\n")
    if facts.has_versions:
        _write(into / CHANGES, pages.changes(versions or [], steps))
    return sorted(path for path in into.rglob("*") if path.is_file())


def _record(page: PackageView, pages: Pages, digest: str) -> dict[str, Any]:
    return {
        "digest": digest,
        "row": pages.row(page),
    }


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


def _read(record: Path, digest: str) -> dict[str, Any] | None:
    try:
        found = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("digest") == digest else None


def _link(there: Path, here: Path) -> None:
    here.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(there, here)
    except OSError:  # a file system without hard links
        shutil.copyfile(there, here)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8", "replace"))
