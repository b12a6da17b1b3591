"""The tag grammar of comment annotations."""

from __future__ import annotations

import pytest

from protoc_gen_ego.catalog.tags import scan


def values(comment: str) -> list[tuple[str, str]]:
    return [(tag.key, tag.value) for tag in scan(comment)[0]]


def test_a_bare_value_ends_at_white_space_and_the_rest_is_prose() -> None:
    tags, prose = scan(" @code=NOT_FOUND the usual one\n")
    assert [(tag.key, tag.value) for tag in tags] == [("code", "NOT_FOUND")]
    assert prose == "the usual one"


def test_a_quoted_value_knows_two_escapes_and_keeps_every_other_backslash() -> None:
    assert values(r' @msg="a \"b\" \\ \n c"') == [("msg", 'a "b" \\ \\n c')]


def test_a_tag_inside_a_quoted_value_is_text() -> None:
    assert values(' @msg="use @code=OK here"') == [("msg", "use @code=OK here")]


def test_several_tags_share_a_line() -> None:
    assert values(' @i18n.cn="甲" @i18n.en="a"  @metadata=uid') == [
        ("i18n.cn", "甲"),
        ("i18n.en", "a"),
        ("metadata", "uid"),
    ]


def test_keys_may_have_a_region() -> None:
    assert values(' @i18n.zh-CN="x" @i18n.zh_Hant_TW="y"') == [
        ("i18n.zh-CN", "x"),
        ("i18n.zh_Hant_TW", "y"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        " mail me@code=x.example",
        " {@code NOT_FOUND}",
        " @param x the value",
        " @gotags: json",
        " see how @code is meant",
        " @mode=fast",
    ],
)
def test_what_is_not_ours_is_prose(text: str) -> None:
    tags, prose = scan(text)
    assert tags == []
    assert prose == text.strip()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" @code", "has no value"),
        (" @code NOT_FOUND", "has no value"),
        (" @code: NOT_FOUND", "has no value"),
        (" @code=", "has an empty value"),
        (' @msg="open', "not closed"),
        (' @msg="a"b', "text follows"),
        (' @msg="a"@code=OK', "text follows"),
        (' @code=NOT"FOUND', "contains a quote"),
        (r' @msg="ends in \"', "not closed"),
        (" @Code=NOT_FOUND", "did you mean @code?"),
        (" @cod=NOT_FOUND", "did you mean @code?"),
        (" @cdoe=NOT_FOUND", "did you mean @code?"),
        (" @i8n.cn=x", "did you mean @i18n.cn?"),
        (" @i18n-cn=x", "did you mean @i18n.cn?"),
        (' @i18n="x"', "did you mean @i18n.<locale>?"),
        (" @error=X", "did you mean @errors?"),
        (" @Domain=x", "did you mean @domain?"),
    ],
)
def test_a_mistake_is_said(text: str, problem: str) -> None:
    [tag, *_] = scan(text)[0]
    assert problem in tag.problem


def test_positions_count_from_the_start_of_the_line() -> None:
    [first, second] = scan(' prose\n   @code=OK @msg="x"')[0]
    assert first.place == (1, 3)
    assert second.place == (1, 12)


def test_prose_keeps_its_inner_indentation_and_blank_lines() -> None:
    assert scan(" One.\n\n   - item\n @code=OK\n Two.\n")[1] == "One.\n\n  - item\nTwo."
