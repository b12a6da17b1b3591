"""Comments as HTML, beside what markdown-it-py makes of the same comments with raw HTML off."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from ego_ci.site import prose
from markdown_it import MarkdownIt

from protoc_gen_ego.docs import Library
from protoc_gen_ego.docs.markdown import content
from protoc_gen_ego.docs.prose import Prose, of_text
from tests.docs.support import googleapis, of_request
from tests.site.test_hostile import CANARIES

LIBRARY = MarkdownIt("commonmark", {"html": False})
TEXTS = (
    "One. Two, with `code` and **strong** *soft* words.\n\nA second paragraph.",
    "* one\n* two\n  * below\n\n1. first\n2. second\n\n3. with a gap",
    "See [it][b.C], [b.C][] and [that](https://b.example/a?b=c&d=%20), <https://b.example>, or https://b.example.",
    "```go\nif a < b && c { <x> }\n```\n\n    four spaces\n\n> quoted <b>text</b>\n> goes on",
    "# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\nAfter a rule.",
    "&lt;b&gt; &amp; &#106;avascript: a < b > c \"d\" 'e' \\<f>",
    "<b>bold</b><!-- no --><script>x</script> </p></main> <img src=x>",
    "[x](javascript:y) [x](data:text/html,z) [x](#y) [x](../z) ![x](https://b.example/i.png)",
)


_FREE = ("p", "code", "strong", "em")
"""The library has paragraphs in lists with gaps; we show names that are referred to as code, and read stars inside of
words our own way. Texts are compared."""


class Seen(HTMLParser):
    """The elements and texts of a piece of HTML, without what only lays it out."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _FREE:
            kept = [
                f"{name}={value}"
                for name, value in attrs
                if name == "href" or (name == "start" and value != "1")
            ]
            self.found.append((tag, " ".join(kept)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _FREE:
            self.found.append((f"/{tag}", ""))

    def handle_data(self, data: str) -> None:
        shown = re.sub(r"[\s*_]", "", data)
        if shown and self.found and self.found[-1][0] == "":
            self.found[-1] = ("", self.found[-1][1] + shown)
        elif shown:
            self.found.append(("", shown))


def find(name: str) -> str:
    return f"x.html#{name}" if name == "b.C" else ""


def check(found: Prose) -> None:
    """Ours and the library's HTML have the same elements, links and texts."""
    ours = Seen(prose.html(found, find)).found
    theirs = Seen(LIBRARY.render("\n".join(content.blocks(found, find)))).found
    assert ours == theirs, found.text


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_is_as_the_library_has_it(text: str) -> None:
    check(of_text(text))


def test_hostile_comments_are_as_the_library_has_them() -> None:
    for text in CANARIES:
        check(of_text(text))


def proses(library: Library) -> list[Prose]:
    found = []
    for page in library.pages():
        found += [one.prose for one in (*page.services, *page.messages, *page.enums)]
        found += [field.prose for message in page.messages for field in message.fields]
    return found


def test_comments_that_others_wrote_are_as_the_library_has_them() -> None:
    found = proses(of_request(googleapis()))
    assert len(found) > 500
    for one in found:
        check(one)
