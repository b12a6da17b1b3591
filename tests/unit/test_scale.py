"""Large and odd input: it works, or it is a clear error; it never crashes and never loses anything."""

from __future__ import annotations

import ast
import json

import pytest

from protoc_gen_ego.pipeline import run
from tests.protos import HEAD, findings, generated, request


def test_an_enum_of_ten_thousand_codes() -> None:
    values = "\n".join(
        f"  // Code {n}.\n  // @code=ABORTED\n  ERR_{n} = {n};" for n in range(10_000)
    )
    files = generated(HEAD + f"enum E {{\n{values}\n}}\n", "target=errors:python+catalog:json")
    assert len(json.loads(files["shop.catalog.json"])["codes"]) == 10_000
    classes = [
        node for node in ast.parse(files["shop_errors.py"]).body if isinstance(node, ast.ClassDef)
    ]
    assert len(classes) == 10_001


def test_ten_thousand_findings_are_all_reported() -> None:
    values = "\n".join(f"  // @code=Nope\n  ERR_{n} = {n};" for n in range(10_000))
    response = run(request(HEAD + f"enum E {{\n{values}\n}}\n"))
    assert response.error.splitlines()[0] == "10000 errors"
    assert len(response.error.splitlines()) == 10_001


@pytest.mark.parametrize("piece", ["word ", "@", "@code ", '@msg="', "\\", '"'])
def test_a_comment_of_a_megabyte(piece: str) -> None:
    """Whatever it repeats: the time must not grow with the square of the size."""
    comment = piece * (1_000_000 // len(piece))
    text = HEAD + f"enum E {{\n  // {comment}\n  // @code=ABORTED\n  A = 0;\n}}\n"
    found = findings(text)
    assert all(finding.rule == "TAG_MALFORMED" for finding in found)
    if not found:
        assert "class A(E):" in generated(text)["shop_errors.py"]


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("my shop/user file.proto", "my shop/user file_errors.py"),
        ("foo-bar/baz-qux.proto", "foo_bar/baz_qux_errors.py"),
        ("用户/ошибки.proto", "用户/ошибки_errors.py"),
        ("lambda/class.proto", "lambda/class_errors.py"),
    ],
)
def test_odd_file_names(name: str, module: str) -> None:
    files = generated({name: 'syntax = "proto3";\nenum E {\n  // @code=ABORTED\n  A = 0;\n}\n'})
    assert module in files


@pytest.mark.parametrize(
    "name",
    [
        "../up.proto",
        "/abs.proto",
        "a//b.proto",
        "a/./b.proto",
        "a\\b.proto",
        "a\nb.proto",
        "-x.proto",
        "c:/x.proto",
    ],
)
def test_a_file_name_that_could_leave_the_output_is_refused(name: str) -> None:
    made = request(HEAD + "enum E {\n  // @code=ABORTED\n  A = 0;\n}\n")
    made.proto_file[-1].name = name
    made.file_to_generate[:] = [name]
    response = run(made)
    assert "PATH_UNSAFE" in response.error
    assert response.error.count("\n") == 1
    assert not response.file


def test_a_file_without_errors_gives_nothing_and_no_runtime() -> None:
    assert generated(HEAD + "message M {}\n") == {}


def test_names_that_only_a_request_can_have_are_one_line_each() -> None:
    made = request(HEAD + "enum E {\n  // @code=ABORTED\n  A = 0;\n}\n")
    made.proto_file[-1].enum_type[0].value[0].name = "A\nB\x1b[31m"
    error = run(made).error
    assert "\x1b" not in error
    assert len(error.splitlines()) == 2
