"""What the search finds on a page: its elements, each by the words of its name and of its comment."""

from __future__ import annotations

from collections.abc import Iterator
from json.encoder import encode_basestring_ascii as quoted
from typing import NamedTuple

from ego_ci.site import words
from ego_ci.site.html import fragment
from ego_ci.site.paths import ERRORS, Paths
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.errors import ErrorGroup
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


class Entry(NamedTuple):
    """An element that can be found.

    Its postings are sorted by their text: `strong` and `weak` begin with a rank (9 - weight, then the length of the
    name: heavy ones come first, then short names) and go on with what a result shows, as JSON that is safe in a script.
    """

    strong: str
    weak: str
    names: tuple[str, ...]  # words of its name
    told: tuple[str, ...]  # other words of its comment


def of_page(page: PackageView, paths: Paths) -> Iterator[Entry]:
    """The entries of a package."""
    path = paths.of_package[page.name]
    package = page.name or "(no package)"
    first = page.proses[0] if page.proses else None
    yield _entry(("package", package, "", path), page.name.split("."), first)
    for element in _elements(page):
        full_name = element.full_name
        where = full_name.rpartition(".")[0]
        name = element.name
        shown = (element.kind, name, where, f"{path}#{fragment(full_name)}")
        yield _entry(shown, (name,), element.prose)


def of_errors(group: ErrorGroup) -> Iterator[Entry]:
    """The entries of a part of the error catalogue; the texts for people count as comments."""
    where = group.enum.enum.full_name
    for one in group.entries:
        code = one.code
        url = f"{ERRORS}#{fragment(code.full_name)}"
        texts = " ".join([code.message, *(text for _, text in code.i18n)])
        yield _entry(("error", code.name, where, url), (code.name,), one.prose, texts)


def written(entries: Iterator[Entry]) -> str:
    """Entries as lines, to be kept."""
    return "\n".join(
        [f"{s}\t{w}\t{' '.join(names)}\t{' '.join(told)}" for s, w, names, told in entries]
    )


def read(text: str) -> Iterator[Entry]:
    """The entries of what `written` made; ValueError where it did not."""
    for line in text.split("\n") if text else ():
        strong, weak, names, told = line.split("\t")
        yield Entry(strong, weak, tuple(names.split()), tuple(told.split()))


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
        yield from enum.values
    yield from page.extensions


def _entry(
    what: tuple[str, str, str, str],
    names: tuple[str, ...] | list[str],
    prose: Prose | None,
    more: str = "",
) -> Entry:
    kind, name, where, url = what
    told = ""
    if prose:
        said = first_words(prose.text) if prose.verbatim else None
        told = said if said is not None else plain(prose.summary)
    text = prose.text if prose and kind in _KINDS else told
    shown = f"{quoted(where)},{quoted(told[:_LONGEST])}]"
    shown = f"[{quoted(name)},{quoted(kind)},{quoted(url)},{shown}"
    if "<" in shown or ">" in shown:
        shown = shown.replace("<", "\\u003c").replace(">", "\\u003e")
    length = f"{len(name):02d}" if len(name) < 99 else "99"
    if len(names) == 1:
        strong = words.of_name(names[0])
    else:
        strong = tuple(dict.fromkeys([token for one in names for token in words.of_name(one)]))
    weak = [one for one in words.of_text(f"{text} {more}" if more else text) if one not in strong]
    weight = _KINDS.get(kind, 2)
    return Entry(f"{9 - weight}{length} {shown}", f"8{length} {shown}", strong, tuple(weak))
