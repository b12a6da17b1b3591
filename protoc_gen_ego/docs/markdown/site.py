"""All pages of a repository as Markdown files."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.markdown.content import summary
from protoc_gen_ego.docs.markdown.errors import errors_page
from protoc_gen_ego.docs.markdown.names import ERRORS, FOLDER, INDEX, Names
from protoc_gen_ego.docs.markdown.page import package_page
from protoc_gen_ego.docs.markdown.text import code, link
from protoc_gen_ego.docs.views import PackageView


def files(library: Library) -> Iterator[tuple[str, str]]:
    """(path, content) of every page: packages one after the other, the error catalogue, the index."""
    names = Names(library)
    rows: list[str] = []
    services: list[str] = []
    for page in library.pages():
        yield FOLDER + names.paths[page.name], package_page(page, names)
        rows.append(_row(page, names))
        services += _services(page, names)
    if library.errors.any:
        yield ERRORS, errors_page(library, names)
    yield INDEX, _index(library, rows, services)


def _index(library: Library, rows: list[str], services: list[str]) -> str:
    out = ["# API documentation", "", "## Packages", ""]
    out += ["| Package | Services | Messages | Enums | Summary |", "|---|---|---|---|---|", *rows]
    if services:
        out += [
            "",
            "## Services",
            "",
            "| Service | Methods | Summary |",
            "|---|---|---|",
            *services,
        ]
    if library.errors.any:
        count = sum(len(group.entries) for group in library.errors.groups)
        out += ["", "## Errors", "", f"[All {count} error codes]({ERRORS}), with their meaning."]
    return "\n".join([*out, ""])


def _row(page: PackageView, names: Names) -> str:
    name = code(page.name, cell=True) if page.name else "(files without a package)"
    told = ""
    for file in page.files:
        told = told or summary(file.prose, _nowhere)
    counts = [len(kind) for kind in (page.services, page.messages, page.enums)]
    shown = " | ".join(str(count or "") for count in counts)
    return f"| {link(name, FOLDER + names.paths[page.name])} | {shown} | {told} |"


def _services(page: PackageView, names: Names) -> Iterator[str]:
    for service in page.services:
        target = names.library.index.target(service.full_name)
        url = names.url(target, INDEX) if target else ""
        told = summary(service.prose, _nowhere)
        yield f"| {link(code(service.full_name, cell=True), url)} | {len(service.methods)} | {told} |"


def _nowhere(_name: str) -> str:
    return ""
