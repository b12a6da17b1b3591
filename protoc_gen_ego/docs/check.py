"""What documentation lacks: dead links, references to nothing, silence, and comments that say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.catalog.tags import Tag, position
from protoc_gen_ego.checks.ignores import Index, of_file
from protoc_gen_ego.checks.lint.comment_repeats_name import repeats
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.inline import BadLink, Reference, plain
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.views import FileView, PackageView

RULES = {
    "DOCS_LINK_DEAD": "A link of a comment leads somewhere: http, https or mailto.",
    "DOCS_REFERENCE_UNRESOLVED": "A reference of a comment names an element.",
    "DOCS_SAYS_NOTHING": "A comment says more than the name.",
    "DOCS_UNDOCUMENTED": "Every element has a comment.",
}
"""The rules by id, each with its purpose."""


class Coverage(NamedTuple):
    """How much of a package is documented."""

    package: str
    elements: int  # but for those whose silence has a reason (`ego:ignore DOCS_UNDOCUMENTED …`)
    documented: int  # of them: those with a comment that says something

    @property
    def percent(self) -> int:
        """Rounded down, so that only the whole is 100; a package without elements lacks nothing."""
        return 100 * self.documented // self.elements if self.elements else 100


class Judged(NamedTuple):
    """A package with its findings."""

    coverage: Coverage
    findings: tuple[Diagnostic, ...]


def check(library: Library) -> Iterator[Judged]:
    """The packages one after the other, sorted; findings in the order of the files."""
    return map(judge, library.pages())


def judge(page: PackageView) -> Judged:
    """One package."""
    count = documented = 0
    ignores = Index(line for file in page.files for line in of_file(file))
    problems: list[Problem] = []
    for element in elements(page):
        problem = _lack(element)
        if problem is None:
            documented += 1
        elif ignores.covering(problem):
            count -= 1
        else:
            problems.append(problem)
        count += 1
        problems += [link for link in _links(element) if not ignores.covering(link)]
    for file in page.files:
        problems += [link for link in _links(file) if not ignores.covering(link)]
    findings = tuple(
        Diagnostic(one.position, Severity.WARNING, one.rule, one.message, one.remedy)
        for one in problems
    )
    return Judged(Coverage(page.name, count, documented), findings)


def elements(page: PackageView) -> Iterator[Element]:
    """All elements of a page that should have a comment."""
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


def _lack(element: Element) -> Problem | None:
    what = f"{element.kind} {element.full_name}"
    if not element.prose:
        return _finding(
            "DOCS_UNDOCUMENTED",
            element,
            element.position,
            f"{what} has no comment",
            "say what it means, when it is set, what to do with it",
        )
    if repeats(element.prose.text, element):
        return _finding(
            "DOCS_SAYS_NOTHING",
            element,
            element.position,
            f"the comment of {what} only repeats its name",
            "say what the name does not",
        )
    return None


def _links(element: Element) -> Iterator[Problem]:
    for piece in element.prose.pieces:
        if isinstance(piece, Reference) and element.resolve(piece.name) is None:
            yield _finding(
                "DOCS_REFERENCE_UNRESOLVED",
                element,
                _place(element, f"[{piece.name}]"),
                f"[{plain(piece.content)}][{piece.name}] names nothing that is known here",
                "write the full name, or import its file; without brackets if it is no reference",
            )
        elif isinstance(piece, BadLink):
            yield _finding(
                "DOCS_LINK_DEAD",
                element,
                _place(element, piece.url),
                f"the link to {piece.url} is not followed",
                "link to http, https or mailto, or refer to an element as [text][full.name]",
            )


def _finding(rule: str, element: Element, where: Position, message: str, remedy: str) -> Problem:
    return Problem(rule, where, message, remedy, node=element)


def _place(element: Element, text: str) -> Position:
    """Where a text stands in the comments of an element; the element's own place when it is not found."""
    if isinstance(element, FileView):
        return element.position
    leading, trailing, _ = element.comments
    for comment, behind in ((leading, False), (trailing, True)):
        start = comment.find(text)
        if start >= 0:
            return position(element, Tag("", "", start, comment, behind))
    return element.position
