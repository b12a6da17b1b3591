"""The sections of messages and enums, and the lists of what a page holds. HTML, escaped where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from ego_ci.site import elements, rows, services
from ego_ci.site.html import code_block, escape, fragment
from ego_ci.site.notes import options
from ego_ci.site.show import Show
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.enums import EnumView
from protoc_gen_ego.docs.views import MessageView, OneofView, PackageView

_FIELDS = (
    '<div class="scroll"><table class="fields"><thead><tr><th scope="col">Field</th><th scope="col">No.</th>'
    '<th scope="col">Type</th><th scope="col">Label</th><th scope="col">Description</th></tr></thead><tbody>\n'
)
_VALUES = (
    '<div class="scroll"><table class="values"><thead><tr><th scope="col">Value</th><th scope="col">No.</th>'
    '<th scope="col">Description</th></tr></thead><tbody>\n'
)
_END = "</tbody></table></div>\n"


class Sections:
    """The sections of one page, for its template."""

    def __init__(self, show: Show, view: PackageView) -> None:
        self._show = show
        self._view = view

    def messages(self) -> Markup:
        """The sections of the package's messages."""
        return Markup("".join([message(self._show, one) for one in self._view.messages]))

    def enums(self) -> Markup:
        """The sections of the package's enums."""
        return Markup("".join([enum(self._show, one) for one in self._view.enums]))

    def parts(self) -> Markup:
        """The parts of the package, for the navigation."""
        return Markup(parts(self._show, self._view))

    def outline(self) -> Markup:
        """What the page holds."""
        return Markup(outline(self._show, self._view))

    def services(self) -> Markup:
        """The sections of the package's services."""
        return Markup("".join([services.service(self._show, one) for one in self._view.services]))

    def extensions(self) -> Markup:
        """The rows of the package's extensions."""
        return Markup("".join([rows.extension(self._show, one) for one in self._view.extensions]))


def message(show: Show, view: MessageView) -> str:
    """The section of a message."""
    descriptor = view.descriptor
    optioned = descriptor.HasField("options")
    contains: dict[str, None] = {}
    full_name = view.full_name
    out = [
        '<section class="element">\n',
        elements.heading(show, view, 3),
        elements.prose(show, view),
    ]
    if descriptor.field:
        out += [_FIELDS, *rows.fields(show, view, contains), _END]
    else:
        out.append("<p>It has no fields.</p>\n")
    if descriptor.oneof_decl:
        out += [_oneof(show, oneof) for oneof in view.oneofs]
    if optioned:
        told = view.rules
        out += [f'<p class="note">Rules: {show.phrases(told)}</p>\n'] if told else []
    if descriptor.reserved_range or descriptor.reserved_name:
        out.append(_listed("Reserved", view.reserved))
    if descriptor.extension_range:
        out.append(_listed("For extensions", view.extension_ranges))
    if optioned:
        out.append(options(view))
    users = tuple(dict.fromkeys([use.user for use in view.used_by]))
    if users:
        out.append(
            f'<p class="note">Used by {", ".join([show.link_to(one) for one in users])}</p>\n'
        )
    out.append(show.diagrams.of(show.inside(view), tuple(contains), users))
    code = code_block(show.examples.of(full_name), f"Example of {view.name}", "json")
    out.append(
        f'<details class="example"><summary>Example as JSON</summary>{code}</details>\n</section>\n'
    )
    return "".join(out)


def enum(show: Show, view: EnumView) -> str:
    """The section of an enum."""
    out = [
        '<section class="element">\n',
        elements.heading(show, view, 3),
        elements.prose(show, view),
    ]
    out += [_VALUES, *rows.values(show, view), _END]
    if view.reserved:
        out.append(_listed("Reserved", view.reserved))
    if view.closed:
        out.append('<p class="note">Closed: a number that is not listed is an unknown field.</p>\n')
    out.append(options(view))
    users = dict.fromkeys([use.user for use in view.used_by])
    if users:
        out.append(
            f'<p class="note">Used by {", ".join([show.link_to(one) for one in users])}</p>\n'
        )
    out.append("</section>\n")
    return "".join(out)


def parts(show: Show, page: PackageView) -> str:
    """The parts of the package for the navigation, kind by kind."""
    out: list[str] = []
    for title, found in groups(page):
        told = [
            f'<li><a href="#{fragment(one.full_name)}"{_struck(one)}>{show.broken(one)}</a></li>\n'
            for one in found
        ]
        opened = "" if out else " open"
        out.append(
            f"<li><details{opened}><summary>{title} <small>{len(found)}</small></summary>\n"
            f"<ul>\n{''.join(told)}</ul></details></li>\n"
        )
    return f'<ul class="parts">\n{"".join(out)}</ul>\n'


def outline(show: Show, page: PackageView) -> str:
    """What the page holds, down to the methods."""
    out: list[str] = []
    for title, found in groups(page):
        told = []
        for one in found:
            inner = "".join(_methods(show, one)) if title == "Services" else ""
            inner = f"<ul>{inner}</ul>" if inner else ""
            told.append(
                f'<li><a href="#{fragment(one.full_name)}">{show.broken(one)}</a>{inner}</li>\n'
            )
        out.append(
            f'<li><a href="#site-{title.lower()}">{title}</a>\n<ul>\n{"".join(told)}</ul></li>\n'
        )
    return f"<ul>\n{''.join(out)}</ul>\n"


def groups(page: PackageView) -> Iterator[tuple[str, tuple[Element, ...]]]:
    """The elements of a page that have a place in its lists, by kind; kinds that it has not are left out."""
    kinds: tuple[tuple[str, tuple[Element, ...]], ...] = (
        ("Services", page.services),
        ("Messages", page.messages),
        ("Enums", page.enums),
        ("Extensions", page.extensions),
    )
    return ((title, found) for title, found in kinds if found)


def _methods(show: Show, service: Element) -> Iterator[str]:
    for method in show.methods(service):
        yield f'<li><a href="#{fragment(method.full_name)}">{show.broken(method)}</a></li>'


def _struck(element: Element) -> str:
    return ' class="deprecated"' if element.deprecated else ""


def _listed(title: str, found: Iterable[str]) -> str:
    told = ", ".join([f"<code>{escape(one)}</code>" for one in found])
    return f'<p class="note">{title}: {told}</p>\n'


def _oneof(show: Show, view: OneofView) -> str:
    fields = ", ".join([f"<code>{escape(name)}</code>" for name in view.field_names])
    rules = view.rules
    rule = show.phrases(rules) if rules else "at most one of them is set"
    return (
        f'<div class="oneof" id="{escape(view.full_name)}"><p>One of <code>{escape(view.name)}</code>: {fields}; '
        f"{rule}.</p>{show.told(view.prose, view.full_name)}{options(view)}</div>\n"
    )
