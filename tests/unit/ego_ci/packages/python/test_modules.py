"""Modules: how proto files are named in Python, and which cannot be."""

from __future__ import annotations

import pytest
from ego_ci.packages.python.modules import Module, findings

from protoc_gen_ego.diagnostics import Severity


@pytest.mark.parametrize(
    ("proto", "written", "moved"),
    [
        ("shop/user/v1/user.proto", "shop/user/v1/user", "shop/user/v1/user"),
        ("root.proto", "root", "root"),
        ("shop/foo-bar.proto", "shop/foo_bar", "shop/foo_bar"),
        ("my-api/v1/a.b.proto", "my_api/v1/a/b", "my_api/v1/a/b"),
        ("lambda/v1/import.proto", "lambda/v1/import", "lambda_/v1/import"),
        ("größe/ü.proto", "größe/ü", "größe/ü"),
    ],
)
def test_a_module_is_named_as_protoc_names_it_and_moves_out_of_the_way_of_keywords(
    proto: str, written: str, moved: str
) -> None:
    assert (Module(proto).written, Module(proto).moved) == (written, moved)
    assert findings([proto]) == ()


@pytest.mark.parametrize(
    "proto",
    [
        "my dir/a.proto",
        "1st/a.proto",
        "1.proto",
        "a/b'c.proto",
        "a/$(x).proto",
        "ﬁ/a.proto",
        "a/__pycache__/b.proto",
    ],
)
def test_a_path_that_no_import_can_name_is_reported_at_the_file(proto: str) -> None:
    (found,) = findings([proto, "good.proto"])
    assert found.rule == "PYTHON_MODULE_NAME"
    assert found.severity is Severity.ERROR
    assert found.position is not None
    assert found.position.path == proto
    assert "rename" in found.remedy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shop/foo-bar.proto", "shop/foo_bar.proto"),
        ("a.b.proto", "a/b.proto"),
        ("lambda/x.proto", "lambda_/x.proto"),
    ],
)
def test_two_files_with_one_module_are_reported_with_both_places(one: str, other: str) -> None:
    (found,) = findings([other, one])
    assert found.rule == "PYTHON_MODULE_CLASH"
    assert found.severity is Severity.ERROR
    assert found.position is not None
    assert {found.position.path, found.related[0][0].path} == {one, other}


def test_a_file_named_like_the_folder_of_another_is_reported() -> None:
    (found,) = findings(["shop/user.proto", "shop/user_pb2/x.proto"])
    assert found.rule == "PYTHON_MODULE_CLASH"


def test_a_clash_by_case_alone_is_a_warning() -> None:
    (found,) = findings(["shop/User.proto", "shop/user.proto"])
    assert found.severity is Severity.WARNING
    assert "ignore case" in found.message


def test_all_findings_come_at_once_and_in_order() -> None:
    found = findings(["z z.proto", "b-c.proto", "b_c.proto", "a a.proto"])
    paths = [diagnostic.position.path for diagnostic in found if diagnostic.position]
    assert paths == ["a a.proto", "b_c.proto", "z z.proto"]
