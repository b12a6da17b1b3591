"""Where a tag stands, when the text of the file is at hand: exact however it is written."""

from __future__ import annotations

import pytest

from protoc_gen_ego import catalog, schema
from protoc_gen_ego.checks import judge
from tests.protos import HEAD, request

WRONG = "@code=NOPE"


def places(text: str, *, known: bool = True) -> list[tuple[int, int]]:
    """The places of STATUS_UNKNOWN, with or without the text."""
    lines = {"shop.proto": tuple(text.split("\n"))}
    made = request(text)
    model = (
        schema.load(made, lines=lambda name: lines.get(name, ())) if known else schema.load(made)
    )
    problems = catalog.build(model).problems
    return [(p.position.line, p.position.column) for p in problems if p.rule == "STATUS_UNKNOWN"]


def expected(text: str) -> list[tuple[int, int]]:
    """Where the wrong tag stands in the text."""
    return [
        (number, line.index(WRONG) + 1)
        for number, line in enumerate(text.split("\n"), 1)
        if WRONG in line
    ]


@pytest.mark.parametrize(
    "body",
    [
        "  // It is.\n  // @code=NOPE\n  A = 0;",
        "//@code=NOPE\n      A = 0;",
        "\t//   It is.  @code=NOPE\n\n\n",
        "      //     @code=NOPE   \n  //  and more\n A\n = 0;",
        "  /* @code=NOPE */ A = 0;",
        "  /* It is. @code=NOPE\n     and more. */\n  A = 0;",
        "  /**\n   * It is.\n   *\n   * @code=NOPE\n   */\n  A = 0;",
        "  /*\n It is.\n   @code=NOPE\n\n */\n  A = 0;",
        "  A = 0; // @code=NOPE",
        "  A = 0 /* no */ ;   /* It is.\n  * @code=NOPE\n */",
        "  A = 0 [\n    deprecated = true\n  ];  // @code=NOPE",
        "  // @metadata=a\n  // @metadata=a\n  // @code=NOPE\n  // @metadata=a\n  A = 0;",
        '  // Apart: @code=NO.\n\n  // 找不到 @code=NOPE @msg="x"\n  A = 0;',
    ],
)
def test_a_tag_is_where_it_is_written(body: str) -> None:
    if "A" not in body:
        body = body.rstrip("\n") + "\n  A = 0;"
    text = f"{HEAD}enum ShopErr {{\n{body}\n}}\n"
    assert places(text) == expected(text)


def test_a_comment_behind_a_brace_is_found_there() -> None:
    text = HEAD + "message M {}\nservice S {\n  rpc R(M) returns (M) { // @errors=NOPE\n  }\n}\n"
    made = request(text)
    model = schema.load(made, lines=lambda _: text.split("\n"))
    (reference,) = catalog.build(model).references
    assert (reference.position.line, reference.position.column) == (5, 29)


@pytest.mark.parametrize(
    "text",
    [
        '// About it.\n\n// It.\nsyntax = "proto3";\n\n// More.\n  // @domain\npackage a;\n',
        '// @domain\n\n// It.\nsyntax = "proto3";\n\npackage a;\n',
        'syntax = "proto3"; // @domain\n\npackage a;\n',
    ],
)
def test_a_tag_of_the_file_is_found_wherever_it_stands(text: str) -> None:
    text += "enum Err {\n  // @code=ABORTED\n  A = 0;\n}\n"
    model = schema.load(request(text), lines=lambda _: text.split("\n"))
    (problem,) = catalog.build(model).problems
    line = next(i for i, line in enumerate(text.split("\n"), 1) if "@domain" in line)
    column = text.split("\n")[line - 1].index("@domain") + 1
    assert (problem.position.line, problem.position.column) == (line, column)


def test_an_ignore_is_where_it_is_written() -> None:
    text = HEAD + "enum ShopErr {\n      /* ego:ignore NO_RULE because */\n  A = 0;\n}\n"
    model = schema.load(request(text), lines=lambda _: text.split("\n"))
    (found,) = [item for item in judge(model, catalog.build(model)) if "IGNORE" in item.rule]
    assert (found.position and found.position[1:]) == (4, 10)


def test_a_text_that_is_not_the_files_is_no_help_and_no_harm() -> None:
    text = f"{HEAD}enum ShopErr {{\n  // {WRONG}\n  A = 0;\n}}\n"
    without = places(text, known=False)
    assert without == expected(text)
    for lines in ((), ("",), ("x",) * 50):
        model = schema.load(request(text), lines=lambda _, lines=lines: lines)
        (problem,) = [p for p in catalog.build(model).problems if p.rule == "STATUS_UNKNOWN"]
        assert (problem.position.line, problem.position.column) == without[0]
