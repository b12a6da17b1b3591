"""The Markdown, re-read by a CommonMark parser: the headings and tables that it should have, and no dead link."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.docs.support import (
    dead_links,
    github,
    gitlab,
    googleapis,
    headings,
    links,
    markdown_files,
    mkdocs,
    of_request,
    page,
    pages,
    tables,
)
from tests.golden.test_golden import protos
from tests.protos import HEAD


def golden(case: str) -> dict[str, str]:
    files, own = protos(case)
    return pages(files, generate=own)


SITES = {
    "shop": lambda: golden("docs_shop"),
    "library": lambda: golden("docs"),
    "googleapis": lambda: dict(markdown_files(of_request(googleapis()))),
}


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest) -> dict[str, str]:
    return SITES[request.param]()


def test_no_link_between_pages_is_dead(site: dict[str, str]) -> None:
    assert dead_links(site) == []
    assert sum(len(links(text)) for text in site.values()) > 100


def test_links_elsewhere_are_https(site: dict[str, str]) -> None:
    schemes = {
        link.partition(":")[0] for text in site.values() for link in links(text) if ":" in link
    }
    assert schemes <= {"https", "http", "mailto"}


def test_headings_have_the_same_anchor_everywhere_and_no_two_the_same(site: dict[str, str]) -> None:
    for path, text in site.items():
        slugs = [github(heading.text) for heading in headings(text)]
        assert slugs == [gitlab(heading.text) for heading in headings(text)], path
        assert slugs == [mkdocs(heading.text) for heading in headings(text)], path
        assert [slug for slug, count in Counter(slugs).items() if count > 1] == [], path


def test_every_row_has_as_many_cells_as_its_head(site: dict[str, str]) -> None:
    """A parser fills up or drops what does not fit, so cells are counted in the source."""
    for path, text in site.items():
        outside = [part for place, part in enumerate(text.split("\n```")) if place % 2 == 0]
        for part in outside:
            for block in part.split("\n\n"):
                rows = [line for line in block.split("\n") if line.startswith("|")]
                assert len({line.replace("\\|", "").count("|") for line in rows}) <= 1, (path, rows)


def test_no_html_is_written(site: dict[str, str]) -> None:
    for path, text in site.items():
        from tests.docs.support import PARSER

        kinds = {token.type for token in PARSER.parse(text)}
        assert "html_block" not in kinds, path
        inner = {child.type for token in PARSER.parse(text) for child in token.children or ()}
        assert not inner & {"html_inline", "image", "entity"}, path


def test_the_headings_of_a_page() -> None:
    found = headings(golden("docs_shop")["packages/shop.order.v1.md"])
    assert [h.text for h in found if h.level == 1] == ["Package shop.order.v1"]
    assert [h.text for h in found if h.level == 2] == ["Services", "Messages", "Enums", "Files"]
    assert [h.text for h in found if h.level == 4] == [
        "Method PlaceOrder of OrderService",
        "Method GetOrder of OrderService",
        "Method ListOrders of OrderService",
        "Method CancelOrder of OrderService",
        "Method WatchOrder of TrackingService",
        "Method ReportScans of TrackingService",
        "Method TalkToDriver of TrackingService",
    ]
    assert "Message Item of Order" in [h.text for h in found if h.level == 3]


def test_the_tables_of_a_page() -> None:
    """One of contents, one for each message with fields, each enum, each method with errors, and the files."""
    found = tables(golden("docs_shop")["packages/shop.order.v1.md"])
    heads = Counter(table[0][0] for table in found)
    assert heads == {"Contents": 1, "Field": 17, "Value": 3, "Error": 7, "File": 1}
    items = next(table for table in found if table[-1][0] == "price")
    assert items[0] == ["Field", "No.", "Type", "Label", "Description"]
    assert items[3] == ["price", "3", "shop.common.v1.Money", "optional", "The price of one."]


COMMENT = """
  // Says | pipes, `a|b` and a line
  // break; then
  //
  // * a list
  //   that goes on
  // * and `code`
  //
  // | a | table |
  // |---|---|
  // | 1 | 2 |
  //
  // ```json
  // {"a": "|"}
  // ```
  //
  // # A heading
  // ---
  //     indented
"""


def test_what_stands_in_a_comment_does_not_break_the_tables() -> None:
    text = page(
        HEAD + f"message M {{\n{COMMENT}  string a = 1;\n  // B.\n  string b = 2;\n}}\n"
        f"enum E {{\n{COMMENT}  A = 0;\n}}\nservice S {{\n{COMMENT}  rpc R(M) returns (M);\n}}\n"
    )
    found = tables(text)
    assert [len(table) for table in found] == [4, 3, 2, 2]
    assert found[1][1][0] == "a"
    assert found[1][1][4].startswith("Says | pipes, a|b and a line break; then")
    assert found[1][2] == ["b", "2", "string", "", "B."]
    assert [h.text for h in headings(text)] == [
        "Package shop.user.v1",
        "Services",
        "Service S",
        "Method R of S",
        "Messages",
        "Message M",
        "Enums",
        "Enum E",
        "Files",
    ]
    assert text.count("\n| a | table |\n") == 3  # as code, where it stood
    assert text.count('\n{"a": "|"}\n') == 3
    assert text.count("\n- a list that goes on\n- and `code`\n") == 3


def test_names_that_differ_in_case_alone_have_anchors_of_their_own() -> None:
    text = page(HEAD + "message Ab { AB x = 1; }\nmessage AB { Ab y = 1; }\n")
    anchors = [github(h.text) for h in headings(text)]
    assert len(set(anchors)) == len(anchors)
    assert dead_links({"packages/shop.user.v1.md": text}) == []
    assert links(text).count("#message-ab") == 3
    assert links(text).count("#message-ab-2") == 3


def test_packages_that_differ_in_case_alone_have_files_of_their_own() -> None:
    found = pages(
        {
            "a.proto": 'syntax = "proto3"; package Shop; message M {}',
            "b.proto": 'syntax = "proto3"; package shop; message M {}',
            "c.proto": 'syntax = "proto3"; message M {}',
        }
    )
    assert sorted(found) == [
        "index.md",
        "packages/Shop.md",
        "packages/no-package.md",
        "packages/shop-2.md",
    ]
    assert dead_links(found) == []


def test_no_error_codes_no_catalogue() -> None:
    assert "errors.md" not in pages(HEAD + "message M {}\n")


def test_the_order_of_files_does_not_matter() -> None:
    files, own = protos("docs_shop")
    backwards = dict(reversed(files.items()))
    assert pages(backwards, generate=tuple(reversed(own))) == golden("docs_shop")


def test_no_page_says_where_it_was_made() -> None:
    for text in golden("docs").values():
        assert str(Path.cwd()) not in text
