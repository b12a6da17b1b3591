"""Comments as documents: what is read from them, and that what is written says the same."""

from __future__ import annotations

import itertools
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protoc_gen_ego.docs.blocks import (
    _DEEPEST,
    Code,
    ListOf,
    Paragraph,
    Quote,
    Title,
    _Reader,
    parse_blocks,
)
from protoc_gen_ego.docs.inline import (
    BadLink,
    CodeSpan,
    Emphasis,
    Link,
    Reference,
    Text,
    parse_inline,
    plain,
)
from protoc_gen_ego.docs.markdown.content import blocks, line
from protoc_gen_ego.docs.prose import Prose, first_sentence, of_leading, of_text
from tests.docs.support import PARSER


def nowhere(_name: str) -> str:
    return ""


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("[a][b.C]", (Reference((Text("a"),), "b.C"),)),
        ("[b.C][]", (Reference((Text("b.C"),), "b.C"),)),
        ("[`C`][b.C]", (Reference((CodeSpan("C"),), "b.C"),)),
        ("a[0][1]", (Text("a[0][1]"),)),
        ("[a](https://b.example/c_(d))", (Link((Text("a"),), "https://b.example/c_(d)"),)),
        ("[a](ftp://b.example)", (BadLink((Text("a"),), "ftp://b.example"),)),
        ("[a](/b)", (BadLink((Text("a"),), "/b"),)),
        ("<mailto:a@b.example>", (Link((Text("a@b.example"),), "mailto:a@b.example"),)),
        (
            "(https://b.example/c).",
            (Text("("), Link((Text("https://b.example/c"),), "https://b.example/c"), Text(").")),
        ),
        (
            "**a** *b* _c_ d_e_f",
            (
                Emphasis((Text("a"),), True),
                Text(" "),
                Emphasis((Text("b"),), False),
                Text(" "),
                Emphasis((Text("c"),), False),
                Text(" d_e_f"),
            ),
        ),
        ("2 * 3 * 4", (Text("2 * 3 * 4"),)),
        ("`` a`b ``", (CodeSpan("a`b"),)),
        ("`a", (Text("`a"),)),
        ("&lt;b&gt; &amp; &copy; &nonsense;", (Text("<b> & © &nonsense;"),)),
        (r"\*a\* \q", (Text(r"*a* \q"),)),
        ("![a](https://b.example/c.png)", (Link((Text("a"),), "https://b.example/c.png"),)),
    ],
)
def test_pieces_of_a_line(text: str, pieces: tuple[object, ...]) -> None:
    assert parse_inline(text) == pieces


def test_blocks() -> None:
    text = (
        "One\ntwo.\n\n* a\n  b\n\n  c\n* d\n  1. e\n  2. f\n\n```go\nx | y\n```\n\n> q\n> r\n\n"
        "# Title #\n\n    code\n\nUnder\n-----\nrest"
    )
    found = parse_blocks(text)
    assert [type(block) for block in found] == [
        Paragraph,
        ListOf,
        Code,
        Quote,
        Title,
        Code,
        Title,
        Paragraph,
    ]
    assert found[2] == Code("x | y", "go")
    items = found[1]
    assert isinstance(items, ListOf)
    assert len(items.items) == 2
    assert [type(block) for block in items.items[1]] == [Paragraph, ListOf]


def test_a_number_that_goes_on_with_a_sentence_is_no_list() -> None:
    assert len(parse_blocks("It was so in\n2024. Then it changed.")) == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Reads one. Then more.", "Reads one."),
        ("Reads e.g. one. Then more.", "Reads e.g. one."),
        ("Version 1.2 of it", "Version 1.2 of it"),
        ("读取用户。然后返回。", "读取用户。"),
        ("Is it? Yes.", "Is it?"),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert plain(first_sentence((Text(text),))) == first
    assert plain(Prose(text).summary) == first


WORDS = st.lists(
    st.sampled_from(
        "a User name. it's 3, (or 4) user_id `a`b` `x y` _a a_ 1. - + * \n \n\n : :// ! :) é 文".split(
            " "
        )
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(WORDS)
def test_what_is_taken_for_plain_says_the_same_when_it_is_read_closely(text: str) -> None:
    """Most comments are written as they stand; reading and escaping them must give the same document."""
    quick = of_leading(f" {text}\n")
    closely = Prose(quick.text)
    shown = [PARSER.render("\n".join(blocks(prose, nowhere))) for prose in (quick, closely)]
    assert shown[0] == shown[1]
    assert "<li>" not in shown[0] or not quick.verbatim
    assert quick.verbatim <= ("<em>" not in shown[0])


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab `*_[]()<>&|\\!{}~$#\n-+1.:\"'/")), max_size=40))
def test_escaped_text_is_that_text(text: str) -> None:
    told = line((Text(text.replace("\n", " ")),), nowhere)
    [paragraph] = PARSER.parse("x" + told)[1:2] or [None]
    if paragraph is not None:
        assert {child.type for child in paragraph.children or ()} <= {"text", "text_special"}
        shown = "".join(child.content for child in paragraph.children or ())
        assert shown == "x" + text.replace("\n", " ").strip()


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "* ",
        "`",
        "[",
        "[a][b",
        "**a ",
        "_a",
        "> ",
        "\n* ",
        "\n> ",
        "    ",
        "|-",
        "|-|\n",
        "<https://",
        "https://a",
        "&a",
        "# ",
        "\\",
        "```\n",
        "\n\n",
        "1. ",
        "[`",
        "(",
        "](",
    ],
)
def test_what_a_comment_costs_grows_with_its_size(piece: str) -> None:
    """Whatever it repeats: four times as long is four times as many calls, and a long one comes to an end."""

    def calls(size: int) -> int:
        prose = of_text("x " + piece * (size // len(piece)))
        counted = itertools.count()
        sys.setprofile(lambda *_: next(counted))
        try:
            found = blocks(prose, nowhere)
        finally:
            sys.setprofile(None)
        assert found
        return next(counted)

    assert calls(20_000) < 6 * calls(5_000) + 100
    assert blocks(of_text("x " + piece * (400_000 // len(piece))), nowhere)


LINES = [
    "",
    "a",
    "|",
    "a | b",
    "|---|",
    "--|--",
    "+---+",
    "---",
    "===",
    "* a",
    "*",
    "1. a",
    "2.",
    "> a",
]
LINES += [
    "    a",
    "```",
    "~~~ x",
    "# a",
    "#",
    "***",
    " - ",
    "\t",
    "<!-- a -->",
    "[a]: b",
    "a|",
    "-",
]


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_every_block_takes_a_line_at_least(lines: list[str]) -> None:
    """Or reading would never end: a table whose heads have no mark once stood still."""
    blocks = itertools.islice(_Reader(lines, _DEEPEST).blocks(), len(lines) + 1)
    assert sum(1 for _ in blocks) <= len(lines)


def test_a_table_may_have_heads_without_marks() -> None:
    assert parse_blocks("a\n|---|\n|b|\n\nc") == (
        Code("a\n|---|\n|b|", ""),
        Paragraph((Text("c"),)),
    )


def test_controls_and_foreign_line_breaks() -> None:
    assert of_text("a\x00b\x1b[31m\u202e").text == "a\ufffdb\ufffd[31m\ufffd"
    assert of_text("a\r\nb\u2028c").text in ("a\nb\nc", "a b c")
    assert of_leading(" a\r\n b\r\n").text.split() == ["a", "b"]
