"""Comments as HTML: nothing but the few elements that a comment may have, and the same as another library makes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from ego_ci.site import prose
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from protoc_gen_ego.docs import Library
from protoc_gen_ego.docs.inline import parse_inline, plain
from protoc_gen_ego.docs.markdown import content
from protoc_gen_ego.docs.prose import Prose, of_text
from tests.docs.support import googleapis, of_request
from tests.site.test_hostile import CANARIES, RUN

LIBRARY = MarkdownIt("commonmark", {"html": False})
ALLOWED = frozenset("p br a code pre em strong ul ol li blockquote".split())
HREF = re.compile(r"https?://|mailto:|x\.html#b\.C$|#b\.C$")
PIECES = (
    *(
        "a",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "``",
        "```\n",
        "[a][b.C]",
        "[a](#b.C)",
        "](",
        "- ",
        "1. ",
        "> ",
    ),
    *(
        "# ",
        "[x](https://b.example/c)",
        "<b>",
        "</p>",
        "&lt;",
        "&",
        '"',
        "\\",
        "|",
        "    ",
        "---\n",
        "<https://b.x>",
    ),
    *(
        "[x](javascript:y)",
        "![x](https://b.example)",
        "<!-- -->",
        "文",
        "\u2028",
        f"<script>{RUN}</script>",
        "\ud800",
    ),
)
TEXTS = (
    "One. Two, with `code` and **strong** *soft* words.\n\nA second paragraph.",
    "* one\n* two\n  * below\n\n1. first\n2. second\n\n3. with a gap",
    "See [it][b.C], [b.C][] and [that](https://b.example/a?b=c&d=%20), <https://b.example>, or https://b.example.",
    "```go\nif a < b && c { <x> }\n```\n\n    four spaces\n\n> quoted <b>text</b>\n> goes on",
    "# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\nAfter a rule.",
    "&lt;b&gt; &amp; &#106;avascript: a < b > c \"d\" 'e' \\<f>",
    "<b>bold</b><!-- no --><script>x</script> </p></main> <img src=x>",
    "a    \na\n\nb  \nb",
    "[x](javascript:y) [x](data:text/html,z) [x](#y-z) [x](../z) ![x](https://b.example/i.png)",
    *CANARIES,
)


class Seen(HTMLParser):
    """The elements and texts of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [f"{name}={value}" for name, value in attrs if name in ("href", "start")]
        self.found.append((tag, " ".join(kept)))
        self.wrong += [tag] if tag not in ALLOWED else []
        for name, value in attrs:
            known = {
                "href": HREF.match(value or ""),
                "rel": value == "noopener noreferrer",
                "start": (value or "").isdecimal(),
                "class": re.fullmatch(r"language-[\w+#.-]*", value or ""),
            }
            self.wrong += [] if known.get(name) else [f"{tag} {name}={value}"]

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", ""))

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)

    def handle_data(self, data: str) -> None:
        shown = " ".join(data.split())
        self.found += [("", shown)] if shown else []


def find(name: str) -> str:
    return f"x.html#{name}" if name == "b.C" else ""


def check(found: Prose) -> None:
    """The HTML of a comment, and of its first sentence."""
    ours = Seen(prose.html(found, find))
    assert ours.wrong == [], found.text
    assert Seen(prose.summary(found, find)).wrong == [], found.text
    if (
        "\ufffd" not in found.text
    ):  # what a symbol does to a star beside it, is newer in one of the two
        theirs = Seen(LIBRARY.render("\n".join(content.blocks(found, find))))
        assert ours.found == theirs.found, found.text


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_comment_has_only_what_it_may_have(text: str) -> None:
    check(of_text(text))
    assert Seen(prose.inline(parse_inline(text), find)).wrong == [], text


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_is_as_another_library_has_it(text: str) -> None:
    check(of_text(text))


def test_what_is_no_paragraph_is_shown_as_it_stands() -> None:
    pieces = parse_inline("1. a `b` <c>\n\n* d")
    assert "&lt;c&gt;" in prose.inline(pieces, find)
    assert Seen(prose.inline(pieces, find)).wrong == []
    assert plain(pieces).startswith("1. a b <c>")


def test_a_link_to_a_fragment_is_a_reference() -> None:
    assert prose.html(of_text("[it](#b.C)"), find) == '<p><a href="x.html#b.C">it</a></p>'
    assert prose.html(of_text("[it](#b.D)"), find) == "<p>it</p>"
    assert prose.html(of_text("[it](#b-c)"), find) == "<p>it</p>"


def proses(library: Library) -> list[Prose]:
    found = []
    for page in library.pages():
        found += [one.prose for one in (*page.services, *page.messages, *page.enums)]
        found += [field.prose for message in page.messages for field in message.fields]
    return found


def test_comments_that_others_wrote_are_as_another_library_has_them() -> None:
    found = proses(of_request(googleapis()))
    assert len(found) > 500
    for one in found:
        check(one)
