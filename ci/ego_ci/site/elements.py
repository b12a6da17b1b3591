"""What every section begins with: a heading, and the comment. HTML, escaped where it stands."""

from __future__ import annotations

from ego_ci.site.html import escape, fragment
from ego_ci.site.notes import marks
from ego_ci.site.show import Show
from protoc_gen_ego.docs.element import Element


def heading(show: Show, element: Element, level: int) -> str:
    """The heading of an element, with its link and the way to its source."""
    full_name = element.full_name
    name, url = escape(full_name), show.source(element)
    source = f' <a class="source" href="{escape(url)}">source</a>' if url else ""
    return (
        f'<h{level} id="{name}"><small>{element.kind.capitalize()}</small> {escape(show.inside(element))}'
        f'{marks(show, element)} <a class="self" href="#{fragment(full_name)}" aria-label="Link to {name}">#</a>'
        f"{source}</h{level}>\n"
    )


def prose(show: Show, element: Element) -> str:
    """The comment of an element."""
    return f'<div class="prose">{show.told(element.prose, element.full_name)}</div>\n'
