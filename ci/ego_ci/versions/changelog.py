"""The changes as Markdown for the callers of an API: a section a package, what breaks first.

Names and texts come from proto files, whoever wrote them: each stands in a code span that nothing in it can
leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ego_ci.report.markdown import code
from ego_ci.versions.change import Change, Kind, Quoted, Words
from ego_ci.versions.semver import Level

_SECTIONS = ("Breaking", "Added", "Deprecated", "Changed", "Removed")
_KINDS = {
    Kind.ADDED: "Added",
    Kind.DEPRECATED: "Deprecated",
    Kind.CHANGED: "Changed",
    Kind.REMOVED: "Removed",
}


def markdown(changes: Iterable[Change], *, title: str) -> str:
    """The page; changes of the documentation alone are left to the documentation."""
    lines = [f"# {title}"]
    packages = sections(changes)
    if not packages:
        lines += ["", "Nothing changed that a caller can see."]
    for package, found in packages:
        lines += ["", f"## {code(package)}" if package else "## Without a package"]
        for section, items in found:
            lines += ["", f"### {section}", ""]
            lines += [f"* {spans(item.words)}" for item in items]
    return "\n".join(lines) + "\n"


def sections(changes: Iterable[Change]) -> list[tuple[str, list[tuple[str, list[Change]]]]]:
    """What a caller can see, as packages with their sections; packages with a break come first."""
    shown = sorted(_worth_telling(list(changes)), key=lambda item: item.sort_key)
    packages = [
        (name, list(found)) for name, found in groupby(shown, key=lambda item: item.package)
    ]
    packages.sort(key=lambda entry: (_safest(entry[1]), entry[0]))
    return [(package, list(_sections(found))) for package, found in packages]


def spans(words: Words) -> str:
    """A sentence of Markdown: what proto files wrote in code spans."""
    text = "".join(code(word) if isinstance(word, Quoted) else word for word in words)
    return text[:1].upper() + text[1:]


def _sections(found: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    for section in _SECTIONS:
        items = [item for item in found if _section(item) == section]
        if items:
            yield section, items


def _section(item: Change) -> str:
    return "Breaking" if item.level is Level.MAJOR else _KINDS[item.kind]


def _safest(found: Sequence[Change]) -> bool:
    """Packages with a break come first."""
    return all(item.level is not Level.MAJOR for item in found)


def _worth_telling(changes: Sequence[Change]) -> Iterator[Change]:
    """A file that is new or gone is told by what it holds, if that is anything."""
    told = {item.position.path for item in changes if item.element != "file" and item.position}
    for item in changes:
        whole = item.element == "file" and item.kind in (Kind.ADDED, Kind.REMOVED)
        empty = not (item.position and item.position.path in told)
        if item.kind is not Kind.DOCUMENTED and (empty or not whole):
            yield item
