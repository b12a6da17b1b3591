"""Where Go files land, what their package is called, and how they find the runtime: go_package and go_module."""

from __future__ import annotations

import pytest

from protoc_gen_ego.languages import FileOptions
from protoc_gen_ego.languages.go import Go
from protoc_gen_ego.render import runtime_sources
from tests.protos import findings, generated

GO = Go()
PROTO = """syntax = "proto3";
package shop.user.v1;
option go_package = "{}";
enum UserErr {{
  // @code=NOT_FOUND
  USER_ERR_A = 0;
}}
"""


def facts(go_package: str, path: str = "shop/user/v1/user.proto", **parameters: str) -> FileOptions:
    """A file with this option."""
    options = {"go_package": go_package} if go_package else {}
    return FileOptions(path, "shop.user.v1", options, parameters)


@pytest.mark.parametrize(
    ("go_package", "parameters", "path", "package", "runtime"),
    [
        ("example.com/gen/shop/user/v1;userv1", {}, "shop/user/v1", "userv1", "example.com/gen"),
        ("example.com/gen/shop/user/v1", {}, "shop/user/v1", "v1", "example.com/gen"),
        (
            "example.com/gen/user;u",
            {"go_module": "example.com/gen"},
            "user",
            "u",
            "example.com/gen",
        ),
        ("example.com/gen", {"go_module": "example.com/gen"}, "", "gen", "example.com/gen"),
        ("./;pb", {"go_module": "example.com/gen"}, "shop/user/v1", "pb", "example.com/gen"),
        ("example.com/gen/shop/user/v1;my-pkg", {}, "shop/user/v1", "my_pkg", "example.com/gen"),
        ("example.com/gen/shop/user/v1;type", {}, "shop/user/v1", "_type", "example.com/gen"),
    ],
)
def test_go_package_and_go_module_decide_the_place(
    go_package: str, parameters: dict[str, str], path: str, package: str, runtime: str
) -> None:
    file = facts(go_package, **parameters)
    assert GO.option_problem(file) == ""
    assert GO.error_path(file) == f"{path}/user_errors.go".lstrip("/")
    assert GO.namespace(file) == package
    assert GO.runtime_reference(file, "vendored") == f"{runtime}/egoerrors"


@pytest.mark.parametrize(
    ("go_package", "parameters", "why"),
    [
        ("", {}, "there is no `option go_package"),
        ("userv1", {}, "it needs a `.` or a `/`"),
        ("../etc", {}, "`..` cannot be a part of it"),
        ("example.com//x", {}, "`` cannot be a part of it"),
        ('example.com/x"', {}, '`x"` cannot be a part of it'),
        ("example.com/x\n", {}, "cannot be a part of it"),
        ("example.com/gen/shop/user/v1;-", {}, "names no package"),
        ("example.com/gen/user", {}, "import path of the vendored runtime is unknown"),
        ("./;pb", {}, "import path of the vendored runtime is unknown"),
        ("example.com/gen/user", {"go_module": "example.com/ge"}, "is not inside go_module"),
        ("example.com/gen/user", {"go_module": "/x"}, "go_module `/x` is not an import path"),
        ("example.com/egoerrors", {"go_module": "example.com"}, "is the place of the vendored"),
    ],
)
def test_what_names_no_place_is_refused_with_the_reason(
    go_package: str, parameters: dict[str, str], why: str
) -> None:
    assert why in GO.option_problem(facts(go_package, **parameters))


@pytest.mark.parametrize(
    "go_package", ["example.com/gen/user", "./;pb", "example.com/a/shop/user/v1"]
)
def test_an_imported_runtime_needs_no_root(go_package: str) -> None:
    given = PROTO.format(go_package)
    made = generated(
        {"shop/user/v1/user.proto": given}, "target=errors:go,runtime=example.com/lib/egoerrors"
    )
    assert list(made) == ["shop/user/v1/user_errors.go"]
    assert '\tegoerrors "example.com/lib/egoerrors"\n' in made["shop/user/v1/user_errors.go"]


def test_a_runtime_that_is_no_import_path_is_refused() -> None:
    given = PROTO.format("example.com/gen/shop/user/v1")
    found = findings({"shop/user/v1/user.proto": given}, "target=errors:go,runtime=egoerrors")
    assert [finding.rule for finding in found] == ["OPTION_VALUE"]
    assert "a Go import path such as" in found[0].message


def test_the_runtime_is_vendored_once_byte_for_byte() -> None:
    texts = {
        f"shop/{name}/v1/{name}.proto": PROTO.format(f"example.com/gen/shop/{name}/v1").replace(
            "shop.user", f"shop.{name}"
        )
        for name in ("user", "order")
    }
    made = generated(texts, "target=errors:go")
    runtime = {f"egoerrors/{path}": content for path, content in runtime_sources(GO)}
    assert runtime
    assert {path: made[path] for path in made if path.startswith("egoerrors/")} == runtime
    assert len(made) == len(runtime) + 2
