"""What Go takes for a module, a folder and a file, judged as the go command judges."""

from __future__ import annotations

import pytest
from ego_ci.packages.go.module_zip import escaped, hash1
from ego_ci.packages.go.paths import (
    element_problem,
    file_problem,
    module_problem,
    opened,
    package_name,
)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("gitlab.example.com/acme/shop-go", ""),
        ("example.com", ""),
        ("ego.internal/egoerrors", ""),
        ("shop", "begins with no host"),
        ("Example.com/shop", "begins with no host"),
        ("example.com/a b", "`a b`"),
        ("example.com//x", "``"),
        ("example.com/x/", "``"),
        ("example.com/.hidden", "`.hidden`"),
        ("example.com/shop.", "`shop.`"),
        ("example.com/aux.go", "Windows"),
        ("example.com/pro~1", "Windows"),
        ("example.com/shop/v2", "major version"),
        ("gopkg.in/yaml", "gopkg.in"),
    ],
)
def test_a_module_path(path: str, problem: str) -> None:
    told = module_problem(path)
    assert problem in told
    assert bool(problem) == bool(told)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("user.pb.go", ""),
        ("user_service.pb.go", ""),
        ("linux.pb.go", ""),
        ("user_windows.pb.go", "windows"),
        ("user_test_arm64.pb.go", "arm64"),
        ("aux.pb.go", "no module zip"),
        ("_user.pb.go", "leaves out"),
        ("us:er.pb.go", "no module zip"),
        ("用户.pb.go", ""),
        ("user\u200b.pb.go", "no module zip"),
    ],
)
def test_a_file(name: str, problem: str) -> None:
    told = file_problem(name)
    assert problem in told
    assert bool(problem) == bool(told)


def test_a_folder_that_go_closes_is_opened() -> None:
    assert opened("shop/internal/vendor/v1") == "shop/internal_/vendor_/v1"
    assert element_problem("internal_") == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("example.com/c/shop/user/v1", "userv1"),
        ("example.com/c/shop/user_list/v1beta1", "userlistv1beta1"),
        ("example.com/c/type", "typepb"),
        ("example.com/c/main", "mainpb"),
        ("example.com/c/3d", "pb3d"),
    ],
)
def test_a_package_has_a_name_that_is_no_keyword(path: str, name: str) -> None:
    assert package_name(path) == name


def test_upper_case_is_escaped_and_a_checksum_is_of_the_go_command() -> None:
    assert escaped("github.com/Acme/ShopAPI") == "github.com/!acme/!shop!a!p!i"
    # golang.org/x/text v0.16.0, and the sum of its go.mod that is in everybody's go.sum
    go_mod = (
        b"module golang.org/x/text\n\ngo 1.18\n\n"
        b"require golang.org/x/tools v0.21.1-0.20240508182429-e35e4ccd0d2d // tagx:ignore\n\n"
        b"require golang.org/x/mod v0.17.0 // indirect; tagx:ignore\n\n"
        b"require golang.org/x/sync v0.7.0 // indirect\n"
    )
    assert hash1({"go.mod": go_mod}) == "h1:GhwF1Be+LQoKShO3cGOHzqOgRrGaYc9AvblQOmPVHnI="
