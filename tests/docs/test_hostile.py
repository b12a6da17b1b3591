"""Hostile text: no comment, name, option, default or message ever becomes an element, or a link with a bad scheme."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.docs.support import PARSER, dead_links, headings, markdown_files, of_request
from tests.protos import HEAD, request

PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?php",
        "</td></table>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "![x](https://evil.example/x.png)",
        "[x]: javascript:alert(1)",
        "[x]",
        "<javascript:alert(1)>",
        '<https://a.example/"onmouseover=alert(1)>',
        "https://a.example/<script>",
        '[a](https://a.example/"onclick=x)',
        "[a][shop.user.v1.M]",
        "[<b>][shop.user.v1.M]",
        "[a](https://a.example) [b](mailto:a@a.example)",
        "`",
        "``",
        "```",
        "~~~",
        "```html",
        "|",
        "\\|",
        "\\",
        "\n",
        "\n\n",
        "\n# ",
        "\n===\n",
        "\n---\n",
        "\n> ",
        "\n* ",
        "\n1. ",
        "\n    ",
        "\n| a | b |\n|---|---|\n",
        "**",
        "*",
        "_",
        "!",
        "&lt;script&gt;",
        "&#60;b&#62;",
        "&amp;",
        "{{ x }}",
        "{% raw %}",
        "$x$",
        "\r",
        "\u2028",
        "\u202e",
        "\x00",
        "\x1b[31m",
        "\ufeff",
        "ego",
        " ",
        "a",
        "文",
    ]
)
TEXT = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)
ALLOWED = re.compile(r"(?:https?://|mailto:|#|\.\./errors\.md#|packages/|errors\.md)")


def made(text: str, name: str) -> dict[str, str]:
    """The pages of a file in which the text stands everywhere; names as only a request can have them."""
    source = HEAD + (
        "message M {\n  string first = 1;\n  M second = 2;\n  oneof o { int32 third = 3; }\n}\n"
        "enum E {\n  // @code=ABORTED\n  // @errors=x\n  A = 0;\n}\n"
        "service S {\n  // @errors=A\n  rpc R(M) returns (M);\n}\n"
    )
    asked = request(source, generate=("shop.proto",))
    file = asked.proto_file[-1]
    shown = text.encode("utf-8", "replace").decode("utf-8")
    for location in file.source_code_info.location:
        said = "@" in location.leading_comments
        if len(location.path) % 2 == 0 or location.path == [12]:
            location.leading_comments = shown + ("\n @code=ABORTED\n @errors=A\n" if said else "")
    file.options.go_package = shown
    named = name.encode("utf-8", "replace").decode("utf-8")
    file.message_type[0].field[0].name = named or "x"
    file.message_type[0].field[0].json_name = shown
    file.message_type[0].field[0].default_value = shown
    file.message_type[0].oneof_decl[0].name = named or "o"
    file.message_type[0].reserved_name.append(named)
    file.enum_type[0].value[0].options.Clear()
    return dict(markdown_files(of_request(asked)))


def check(found: dict[str, str]) -> None:
    for path, text in found.items():
        tokens = PARSER.parse(text)
        assert not [t.content for t in tokens if t.type == "html_block"], path
        for token in tokens:
            assert token.type != "heading_open" or token.markup.startswith("#"), path
            for child in token.children or ():
                assert child.type not in ("html_inline", "image"), (path, child.content)
                if child.type == "link_open":
                    assert ALLOWED.match(str(child.attrs["href"])), (path, child.attrs)
        assert "\x00" not in text
        assert "\u202e" not in re.sub(r"`[^`]*`", "", text)


@settings(max_examples=250, deadline=None)
@given(TEXT, TEXT)
@example("[x](javascript:alert(1))<script>", "<b>|`")
@example("a\n\n\n# b\n===\n", "a\n# b")
@example("![a][shop.user.v1.M]!", "!")
@example("wow! [a][shop.user.v1.M]", "a")
@example("[a](https://a.example/a\"b'c<d>)", "a")
def test_hostile_text_stays_text(text: str, name: str) -> None:
    found = made(text, name)
    check(found)
    page = found["packages/shop.user.v1.md"]
    levels = Counter(heading.level for heading in headings(page))
    assert levels == {1: 1, 2: 4, 3: 3, 4: 1}, text
    assert dead_links(found) == [], text


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_hostile_texts_of_errors_stay_text(text: str) -> None:
    from protoc_gen_ego import catalog, schema
    from protoc_gen_ego.docs import Library

    asked = request(
        HEAD + "enum E {\n  // @code=ABORTED @msg=x @i18n.en=x @metadata=a\n  A = 0;\n}\n"
    )
    model = schema.load(asked)
    codes = catalog.build(model)
    enum = codes.enums[0]
    code = enum.codes[0]._replace(
        message=text, i18n=((text, text),), metadata=(text,), domain=text, comment=text
    )
    changed = catalog.Catalog((enum._replace(codes=(code,), domain=text, comment=text),), (), ())
    found = dict(markdown_files(Library(model, changed)))
    check(found)
    levels = Counter(heading.level for heading in headings(found["errors.md"]))
    assert levels == {1: 1, 2: 1, 3: 1}
