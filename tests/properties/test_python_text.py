"""Any text through the escapers of Python: it comes back the same, and never becomes code."""

from __future__ import annotations

import ast
import inspect
import tokenize
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protoc_gen_ego.languages.language import lines
from protoc_gen_ego.languages.python import Python

PYTHON = Python()
# Ordinary text, and pieces that ended strings, comments or files in other generators.
PIECES = st.sampled_from(
    [
        '"',
        "'",
        '"""',
        "\\",
        "\n",
        "\r",
        "\u2028",
        "\x00",
        "*/",
        "{{",
        "coding: utf-7",
        "\\u0022",
        "#",
        "\x0c",
        "\ufeff",
    ]
)
TEXT = st.lists(st.one_of(st.text(), PIECES)).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(st.text(st.characters()), PIECES)).map("".join))
def test_a_literal_is_exactly_the_text(text: str) -> None:
    literal = PYTHON.literal(text)
    assert ast.literal_eval(literal) == text
    assert len(literal.splitlines()) == 1


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_a_docstring_is_one_statement_with_the_lines_of_the_text(text: str) -> None:
    source = f"class A:\n{PYTHON.docstring(text)}\n    x = 1\n"
    [made] = ast.parse(source).body
    assert isinstance(made, ast.ClassDef)
    assert [type(node) for node in made.body] == [ast.Expr, ast.Assign]
    shown = (ast.get_docstring(made, clean=False) or "").split("\n")
    assert [line.strip() for line in shown if line.strip()] == [
        line.strip() for line in lines(text) if line.strip()
    ]


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_a_comment_never_becomes_code_or_a_coding_cookie(text: str) -> None:
    source = (PYTHON.comment(text, 0) + "\nx = 1\n").encode("utf-8")
    assert tokenize.detect_encoding(BytesIO(source).readline)[0] in ("utf-8", "utf-8-sig")
    assert [type(node) for node in ast.parse(source).body] == [ast.Assign]


def test_a_docstring_looks_as_people_write_it() -> None:
    assert PYTHON.docstring("No such user.", 4) == '    """No such user."""'
    text = PYTHON.docstring("First.\n\n  - one\n    - two", 4)
    assert text == '    """First.\n\n    - one\n      - two\n    """'
    assert inspect.cleandoc(ast.literal_eval(text.strip())) == "First.\n\n- one\n  - two"


@pytest.mark.parametrize("key", ["__class__", "__x", "__", "_", "super", "self", "str", "def", "é"])
def test_any_metadata_key_can_be_given_by_the_name_of_its_parameter(key: str) -> None:
    name = PYTHON.parameter(key)
    source = (
        "class A:\n    def __init__(self, message=None):\n        self.message = message\n"
        f"class B(A):\n    def __init__(self, *, {name}: str | None = None):\n"
        f"        super().__init__({name})\n"
    )
    scope: dict[str, Any] = {}
    exec(source, scope)
    assert scope["B"](**{name: "v"}).message == "v"
