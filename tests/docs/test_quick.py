"""The quick ways and the close ones give the same: rows without views, comments read all at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protoc_gen_ego.docs import Library
from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.markdown import enum, rows
from protoc_gen_ego.docs.markdown.names import Names
from protoc_gen_ego.docs.prose import of_leading, read_all
from protoc_gen_ego.docs.views import FileView
from tests.docs.support import googleapis, library, of_request
from tests.golden.test_golden import protos


def golden(case: str) -> Library:
    files, own = protos(case)
    return library(files, generate=own)


CORPORA: dict[str, Callable[[], Library]] = {
    "shop": lambda: golden("docs_shop"),
    "library": lambda: golden("docs"),
    "googleapis": lambda: of_request(googleapis()),
}


@pytest.fixture(scope="module", params=CORPORA)
def corpus(request: pytest.FixtureRequest) -> Library:
    return CORPORA[request.param]()


def test_rows_of_fields(corpus: Library) -> None:
    names, count = Names(corpus), 0
    for page in corpus.pages():
        for message in page.messages:
            more: list[str] = []
            closely: list[str] = []
            quick = list(rows.rows(message, names, more))
            assert quick == [rows._row(field, names, closely) for field in message.fields]
            assert more == closely
            count += len(quick)
    assert count > 30


def test_rows_of_values(corpus: Library) -> None:
    names = Names(corpus)
    for page in corpus.pages():
        for one in page.enums:
            section = enum.enum_section(one, names)
            start = section.index("|---|---|---|") + 1
            expected = [enum._row(value, names) for value in one.values]
            assert section[start : start + len(expected)] == expected


def test_labels(corpus: Library) -> None:
    for page in corpus.pages():
        for message in page.messages:
            for oneof in message.oneofs:
                assert oneof.field_names == tuple(field.name for field in oneof.fields)
                assert all(isinstance(field, FieldView) for field in oneof.fields)


def test_comments(corpus: Library) -> None:
    for file in corpus.schema.to_generate:
        view = FileView(file, corpus)
        for path, prose in view.proses.items():
            leading, trailing, _ = view.source.comments(path)
            if not trailing:
                closely = of_leading(leading)
                assert (prose.text, prose.verbatim) == (closely.text, closely.verbatim)


COMMENTS = st.lists(
    st.lists(
        st.sampled_from(
            ["a ", "B c.", " ", "\n", "\n ", "\n\n ", "\n \n", "- ", "1. ", "`x`", "_", "*", ": "]
        )
        | st.sampled_from(
            ["\x01", "\x02", "文", "'", "(", "|", "@code=OK ", "\t", "ego:ignore X y\n"]
        ),
        max_size=8,
    ).map("".join),
    max_size=5,
)


@settings(max_examples=300, deadline=None)
@given(COMMENTS)
def test_any_comments(comments: list[str]) -> None:
    found = read_all(((place,), text, "") for place, text in enumerate(comments))
    for place, text in enumerate(comments):
        closely = of_leading(text)
        assert (found[(place,)].text, found[(place,)].verbatim) == (closely.text, closely.verbatim)
