"""Simple page: the links on a project's page of a Python package index (PEP 503)."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin


def links(html: bytes, url: str) -> list[tuple[str, str]]:
    """(file name, absolute address with its fragment) of each link on a page.

    >>> links(b'<base href="/x/"><a href="../f/a-1-py3-none-any.whl#sha256=0">a</a>', "https://h/s/a/")
    [('a-1-py3-none-any.whl', 'https://h/f/a-1-py3-none-any.whl#sha256=0')]
    """
    parser = _Anchors(url)
    parser.feed(html.decode("utf-8", "replace"))
    return [(_name(link), link) for link in parser.found]


def _name(link: str) -> str:
    return unquote(urldefrag(link).url.partition("?")[0].rpartition("/")[2])


class _Anchors(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.base = url
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "base" and href:
            self.base = urljoin(self.base, href)
        elif tag == "a" and href:
            self.found.append(urljoin(self.base, href))
