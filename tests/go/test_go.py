"""What is generated for Go, compiled beside protoc-gen-go's files and run, with the oldest and a new grpc."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.go.toolchain import kratos_tree, module_tree, run


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module tree; the tests only read it."""
    return module_tree(tmp_path_factory.mktemp("go"))


def test_everything_is_formatted_as_gofmt_does(tree: Path) -> None:
    assert run("gofmt", "-l", ".", cwd=tree) == ""


def test_vet_finds_nothing(tree: Path) -> None:
    assert run("go", "vet", "-trimpath", "./...", cwd=tree) == ""


def test_the_go_tests_pass_under_the_race_detector(tree: Path) -> None:
    told = run("go", "test", "-trimpath", "-race", "./generated", "./runtime", cwd=tree)
    assert told.count("ok  ") == 2


def test_the_go_tests_pass_with_a_new_grpc(tree: Path) -> None:
    latest = ("-trimpath", "-modfile=latest.mod", "./generated", "./runtime")
    assert run("go", "test", *latest, cwd=tree).count("ok  ") == 2


def test_two_definitions_of_one_code_stop_the_program_and_are_named(tree: Path) -> None:
    write = tree / "conflict" / "main.go"
    write.parent.mkdir(exist_ok=True)
    write.write_text(
        "package main\n\n"
        'import (\n\t"example.com/shop/apis/egoerrors"\n'
        '\t_ "example.com/shop/apis/shop/user/v1"\n)\n\n'
        "func main() {\n"
        '\tegoerrors.MustRegister(egoerrors.Definition{FullName: "shop.user.v1.USER_ERR_NOT_FOUND", '
        'Reason: "shop.user.v1.USER_ERR_NOT_FOUND", Status: 6})\n}\n'
    )
    with pytest.raises(AssertionError) as stopped:
        run("go", "run", "-trimpath", "./conflict", cwd=tree)
    assert "panic" in str(stopped.value)
    for part in ("NOT_FOUND", "ALREADY_EXISTS", "user.shop.example.com"):
        assert part in str(stopped.value)


def test_errors_cross_between_kratos_and_us_in_both_directions(tmp_path: Path) -> None:
    assert run("go", "test", "-trimpath", "./kratos", cwd=kratos_tree(tmp_path)).count("ok  ") == 1
