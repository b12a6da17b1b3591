"""The error catalogue, package by package. HTML, escaped where it stands."""

from __future__ import annotations

from typing import NamedTuple

from ego_ci.site.html import breaks, escape, fragment
from ego_ci.site.show import Show
from protoc_gen_ego.docs.errors import ErrorEntry, ErrorGroup


class Catalogued(NamedTuple):
    """An enum with error codes: its section, and its place in the outline."""

    section: str
    outline: str
    codes: int


def catalogued(show: Show, group: ErrorGroup) -> Catalogued:
    """The section of an enum with error codes."""
    full_name = group.enum.enum.full_name
    name, leads = escape(full_name), fragment(full_name)
    sections = "".join([_entry(show, group, one) for one in group.entries])
    section = (
        f'<section class="element">\n<h2 id="{name}">{name} '
        f'<a class="self" href="#{leads}" aria-label="Link to {name}">#</a></h2>\n'
        f'<div class="prose">{show.told(group.prose, full_name)}</div>\n{sections}</section>\n'
    )
    codes = "".join(
        [
            f'<li><a href="#{fragment(one.code.full_name)}">{breaks(one.code.name)}</a></li>'
            for one in group.entries
        ]
    )
    outline = f'<li><a href="#{leads}">{breaks(full_name)}</a><ul>{codes}</ul></li>\n'
    return Catalogued(section, outline, len(group.entries))


def _entry(show: Show, group: ErrorGroup, entry: ErrorEntry) -> str:
    code, advice = entry.code, entry.advice
    full_name = code.full_name
    name, url = escape(full_name), show.source(code.value)
    source = f' <a class="source" href="{escape(url)}">source</a>' if url else ""
    marks = [*(["deprecated"] if code.deprecated else []), *show.marks(full_name)]
    marked = "".join([f' <span class="mark {escape(one)}">{escape(one)}</span>' for one in marks])
    told = [
        ("Status", f"<code>{escape(code.status)}</code> (HTTP {entry.http})"),
        ("Reason", f"<code>{escape(code.reason)}</code>"),
        ("Domain", f"<code>{escape(code.domain)}</code>" if code.domain else ""),
        ("Message", escape(code.message)),
        ("Metadata", "".join([f"<code>{escape(one)}</code> " for one in code.metadata])),
        ("Retry", escape(advice.retry)),
        ("What to do", escape(advice.action)),
        ("Raised by", ", ".join([show.link_to(one) for one in entry.raised_by])),
    ]
    said = "".join([f"<dt>{title}</dt><dd>{text}</dd>\n" for title, text in told if text])
    return (
        f'<section class="element error">\n<h3 id="{name}">{escape(code.name)}{marked} '
        f'<a class="self" href="#{fragment(full_name)}" aria-label="Link to {name}">#</a>{source}</h3>\n'
        f'<div class="prose">{show.told(entry.prose, group.enum.enum.full_name)}</div>\n'
        f"<dl>\n{said}</dl>\n{_texts(code.i18n)}</section>\n"
    )


def _texts(i18n: tuple[tuple[str, str], ...]) -> str:
    if not i18n:
        return ""
    tags = "".join([f'<th scope="col">{escape(tag)}</th>' for tag, _ in i18n])
    texts = "".join([f"<td{_language(tag)}>{escape(text)}</td>" for tag, text in i18n])
    return (
        '<div class="scroll"><table class="texts"><caption>Texts for people</caption>'
        f"<thead><tr>{tags}</tr></thead><tbody><tr>{texts}</tr></tbody></table></div>\n"
    )


def _language(tag: str) -> str:
    return "" if tag[:1] == "@" else f' lang="{escape(tag)}" dir="auto"'
