"""What the search finds on a page: its elements, each by the words of its name and of its comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple

from ego_ci.site import words
from ego_ci.site.html import fragment, is_ordinary
from ego_ci.site.paths import Paths
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.errors import ErrorGroup
from protoc_gen_ego.docs.prose import NOTHING, Prose, first_words
from protoc_gen_ego.docs.prose import words as plain
from protoc_gen_ego.docs.views import PackageView
from protoc_gen_ego.schema.source import Path, text

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
    first = page.proses[0] if page.proses else NOTHING
    yield _entry(("package", package, "", path), page.name.split("."), first)
    for kind, name, where, prose in _elements(page):
        full_name = f"{where}.{name}" if where else name
        if is_ordinary(full_name):
            shown = f'["{name}","{kind}","{path}#{full_name}","{where}",'
            yield _found(shown, kind, name, words.of_name(name), prose)
        else:
            yield _entry((kind, name, where, f"{path}#{fragment(full_name)}"), (name,), prose)


def of_errors(group: ErrorGroup, path: str) -> Iterator[Entry]:
    """The entries of a part of the error catalogue, on a page; the texts for people count as comments."""
    where = group.enum.enum.full_name
    for one in group.entries:
        code = one.code
        url = f"{path}#{fragment(code.full_name)}"
        texts = " ".join([code.message, *(text for _, text in code.i18n)])
        yield _entry(("error", code.name, where, url), (code.name,), one.prose, texts)


def written(entries: Iterable[Entry]) -> str:
    """Entries as lines, to be kept."""
    return "\n".join(
        [f"{s}\t{w}\t{' '.join(names)}\t{' '.join(told)}" for s, w, names, told in entries]
    )


class Unreadable(Exception):
    """Lines that `written` did not make."""


def read(text: str) -> list[Entry]:
    """The entries of what `written` made.

    Raises:
        Unreadable: it did not.
    """
    found = []
    for line in text.split("\n") if text else ():
        parts = line.split("\t")
        if len(parts) != 4:
            raise Unreadable(line[:80])
        strong, weak, names, told = parts
        found.append(Entry(strong, weak, tuple(names.split()), tuple(told.split())))
    return found


def _elements(page: PackageView) -> Iterator[tuple[str, str, str, Prose]]:
    """(kind, name, what it is in, comment) of all elements. Fields and values are read from their descriptors."""
    for service in page.services:
        yield "service", service.name, service.scope, service.prose
        yield from _members("method", service, service.full_name, service.descriptor.method, 2)
    for message in page.messages:
        yield "message", message.name, message.scope, message.prose
        yield from _members("field", message, message.full_name, message.descriptor.field, 2)
        if message.descriptor.oneof_decl:
            for oneof in message.oneofs:
                yield "oneof", oneof.name, message.full_name, oneof.prose
    for enum in page.enums:
        yield "enum", enum.name, enum.scope, enum.prose
        yield from _members("value", enum, enum.scope, enum.descriptor.value, 2)
    for one in page.extensions:
        yield "extension", one.name, one.scope, one.prose


def _members(
    kind: str, element: Element, scope: str, descriptors: Iterable[Any], number: int
) -> Iterator[tuple[str, str, str, Prose]]:
    proses: dict[Path, Prose] = element.file.proses  # type: ignore[attr-defined]
    start = (*element.path, number)
    for place, descriptor in enumerate(descriptors):
        yield kind, text(descriptor.name), scope, proses.get((*start, place), NOTHING)


def _entry(
    what: tuple[str, str, str, str], names: Iterable[str], prose: Prose, more: str = ""
) -> Entry:
    kind, name, where, url = what
    shown = _safe(f"[{quoted(name)},{quoted(kind)},{quoted(url)},{quoted(where)},")
    strong = tuple(dict.fromkeys([token for one in names for token in words.of_name(one)]))
    return _found(shown, kind, name, strong, prose, more)


def _found(
    shown: str, kind: str, name: str, strong: tuple[str, ...], prose: Prose, more: str = ""
) -> Entry:
    """An entry; `shown` is the JSON of it up to the comment."""
    said = first_words(prose.text) if prose.verbatim else None
    told = said if said is not None else plain(prose.summary)
    weight = _KINDS.get(kind, 2)
    searched = prose.text if weight > 2 else told
    if more:
        searched = f"{searched} {more}"
    shown = f"{shown}{_safe(quoted(told[:_LONGEST]))}]"
    length = f"{len(name):02d}" if len(name) < 99 else "99"
    weak = tuple([word for word in words.of_text(searched) if word not in strong])
    return Entry(f"{9 - weight}{length} {shown}", f"8{length} {shown}", strong, weak)


def _safe(text: str) -> str:
    """JSON that is safe inside of a script."""
    if "<" in text or ">" in text:
        return text.replace("<", "\\u003c").replace(">", "\\u003e")
    return text
