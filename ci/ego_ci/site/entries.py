"""What the search finds on a page: its elements, each by the words of its name and of its comment."""

from __future__ import annotations

from collections.abc import Iterator

from ego_ci.site import words
from ego_ci.site.html import fragment
from ego_ci.site.paths import ERRORS, Paths
from ego_ci.site.shards import ending, entry
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.prose import Prose, first_words
from protoc_gen_ego.docs.prose import words as plain
from protoc_gen_ego.docs.views import PackageView

_KINDS = {
    "package": 5,
    "service": 5,
    "message": 4,
    "method": 4,
    "enum": 4,
    "error": 4,
    "extension": 3,
}
"""Kinds that weigh more than fields and values."""
_LONGEST = 100  # letters of a comment in a result


def of_page(page: PackageView, paths: Paths) -> Iterator[str]:
    """The postings of a package, as lines."""
    path = paths.of_package[page.name]
    package = page.name or "(no package)"
    first = page.proses[0] if page.proses else None
    yield from _postings(("package", package, "", path), page.name.split("."), first)
    for element in _elements(page):
        kind, name = element.kind, element.name
        full_name = element.full_name
        where = full_name.rpartition(".")[0]
        url = f"{path}#{fragment(full_name)}"
        yield from _postings((kind, name, where, url), [name], element.prose)


def of_errors(library: Library) -> Iterator[str]:
    """The postings of the error catalogue; the texts for people count as comments."""
    for group in library.errors.groups:
        where = group.enum.enum.full_name
        for one in group.entries:
            code = one.code
            url = f"{ERRORS}#{fragment(code.full_name)}"
            texts = " ".join([code.message, *(text for _, text in code.i18n)])
            yield from _postings(("error", code.name, where, url), [code.name], one.prose, texts)


def _elements(page: PackageView) -> Iterator[Element]:
    for service in page.services:
        yield service
        yield from service.methods
    for message in page.messages:
        yield message
        yield from message.fields
        yield from message.oneofs
    for enum in page.enums:
        yield enum
        yield from (value for value in enum.values if value.error is None)
    yield from page.extensions


def _postings(
    what: tuple[str, str, str, str], names: list[str], prose: Prose | None, more: str = ""
) -> Iterator[str]:
    kind, name, where, url = what
    weight = _KINDS.get(kind, 2)
    told = ""
    if prose:
        said = first_words(prose.text) if prose.verbatim else None
        told = said if said is not None else plain(prose.summary)
    shown = entry(name, kind, url, where, told[:_LONGEST])
    strong, weak = ending(weight, name, shown), ending(1, name, shown)
    seen: set[str] = set()
    for one in names:
        for token in words.of_name(one):
            if token not in seen:
                seen.add(token)
                yield token + strong
    text = prose.text if prose and kind in _KINDS else told
    for token in words.of_text(f"{text} {more}" if more else text):
        if token not in seen:
            seen.add(token)
            yield token + weak
