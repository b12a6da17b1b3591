"""The catalogue of error codes."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.docs.errors import ErrorEntry, ErrorGroup
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.markdown.content import Find, blocks, summary
from protoc_gen_ego.docs.markdown.names import ERRORS, Names
from protoc_gen_ego.docs.markdown.text import code, link
from protoc_gen_ego.status import BY_NAME


def errors_page(library: Library, names: Names) -> str:
    """The whole page."""
    groups = library.errors.groups
    out = ["# Error codes", "", "| Error | Status | HTTP | When |", "|---|---|---|---|"]
    for group in groups:
        find = _find(library, names, group)
        for entry in group.entries:
            error = entry.code
            anchor = names.error_url(error.full_name, "").removeprefix(ERRORS)
            name = link(code(error.full_name, cell=True), anchor)
            when = summary(entry.prose, find)
            out.append(f"| {name} | `{error.status}` | {entry.http} | {when} |")
    for group in groups:
        out += _group(group, library, names)
    return "\n".join([*out, ""])


def _group(group: ErrorGroup, library: Library, names: Names) -> Iterator[str]:
    enum = group.enum.enum
    find = _find(library, names, group)
    target = library.index.target(enum.full_name)
    shown = code(enum.full_name)
    home = link(shown, names.url(target, ERRORS)) if target else shown
    yield from ("", f"## Errors of {shown}")
    yield from blocks(group.prose, find)
    yield from ("", f"- Declared in: {home}", f"- Domain: {code(group.enum.domain)}")
    for entry in group.entries:
        yield from _entry(entry, find, names)


def _entry(entry: ErrorEntry, find: Find, names: Names) -> Iterator[str]:
    error = entry.code
    yield from ("", f"### {names.error_heading(error.full_name)}")
    if error.deprecated:
        yield from ("", "**Deprecated.**")
    yield from blocks(entry.prose, find)
    yield from (
        "",
        f"- Status: `{error.status}` ({BY_NAME[error.status].number}), HTTP {entry.http}",
    )
    yield f"- Reason: {code(error.reason)}"
    if error.message:
        yield f"- Message: {code(error.message)}"
    if error.metadata:
        yield f"- Metadata: {', '.join([code(key) for key in error.metadata])}"
    yield f"- Retry: {entry.advice.retry}"
    yield f"- What to do: {entry.advice.action}"
    raised = ", ".join([names.name(name, name, ERRORS) for name in entry.raised_by])
    yield f"- Raised by: {raised or 'no method declares it'}"
    if error.i18n:
        yield from ("", "| Language | Message |", "|---|---|")
        for locale, text in error.i18n:
            yield f"| {code(locale, cell=True)} | {code(text, cell=True)} |"


def _find(library: Library, names: Names, group: ErrorGroup) -> Find:
    def url(name: str) -> str:
        target = library.resolve(name, group.enum.enum.full_name)
        return names.url(target, ERRORS) if target else ""

    return url
