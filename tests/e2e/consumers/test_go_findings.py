"""Protos that cannot be a Go module are told before anything is generated; folders that Go closes are opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ego_ci.packages import manifest

from tests.e2e.consumers.golang import Go, program
from tests.e2e.ego import edit, ego
from tests.e2e.shops import shop

ROOT = "gitlab.example.com/acme/shop-go"
MESSAGE = "package {package};\n{imports}// It.\nmessage {name} {{\n{fields}}}\n"


def message(package: str, name: str, imports: str = "", fields: str = "") -> str:
    lines = f'import "{imports}";\n' if imports else ""
    return MESSAGE.format(package=package, name=name, imports=lines, fields=fields)


def told(tmp_path: Path, *, more: dict[str, str]) -> list[dict[str, Any]]:
    """The findings of a repository with further protos, all errors."""
    made = shop(tmp_path / "shop", languages=("go",), parts=("user",), split=False, more=more)
    answer = ego(made, "package", "--json")
    assert answer.code == 1, answer.out + answer.err
    assert not (made / "build/ego/generated/go").exists()
    found: list[dict[str, Any]] = answer.document["diagnostics"]
    return found


def test_a_name_that_a_module_cannot_have(tmp_path: Path) -> None:
    more = {
        "proto/shop/a b/v1/x.proto": message("shop.ab.v1", "X"),
        "proto/shop/c/v1/user_windows.proto": message("shop.c.v1", "Y"),
        "proto/shop/d/v1/aux.proto": message("shop.d.v1", "Z"),
    }
    found = told(tmp_path, more=more)
    assert {item["rule"] for item in found} == {"GO_PATH"}
    words = {item["path"]: item["message"] for item in found}
    assert "`a b`" in words["proto/shop/a b/v1/x.proto"]
    assert "windows alone" in words["proto/shop/c/v1/user_windows.proto"]
    assert "no module zip" in words["proto/shop/d/v1/aux.proto"]


def test_folders_that_import_each_other_are_shown_with_both_imports(tmp_path: Path) -> None:
    more = {
        "proto/shop/a/v1/one.proto": message("shop.a.v1", "One"),
        "proto/shop/a/v1/two.proto": message(
            "shop.a.v1", "Two", "shop/b/v1/b.proto", "  // B.\n  shop.b.v1.B b = 1;\n"
        ),
        "proto/shop/b/v1/b.proto": message(
            "shop.b.v1", "B", "shop/a/v1/one.proto", "  // One.\n  shop.a.v1.One one = 1;\n"
        ),
    }
    (found,) = told(tmp_path, more=more)
    assert (found["rule"], found["path"], found["line"]) == (
        "GO_IMPORT_CIRCLE",
        "proto/shop/a/v1/two.proto",
        3,
    )
    assert found["related"][0]["path"] == "proto/shop/b/v1/b.proto"
    assert "shop/b/v1/b.proto imports shop/a/v1/one.proto" in found["related"][0]["message"]


def test_a_repository_without_an_address_needs_a_module_path(tmp_path: Path) -> None:
    made = shop(tmp_path / "shop", languages=("go",), parts=("user",), split=False)
    edit(made / "ego.yaml", "repository: https://gitlab.example.com/acme/shop\n", "")
    answer = ego(made, "package", "--json")
    assert answer.code == 1
    (found,) = answer.document["diagnostics"]
    assert found["rule"] == "GO_MODULE"
    assert "set `go.module` in ego.yaml" in found["remedy"]


def test_a_folder_that_go_keeps_from_importers_is_opened(tmp_path: Path) -> None:
    more = {
        "proto/shop/internal/v1/x.proto": message(
            "shop.internal.v1", "X", "vendor/y.proto", "  // Y.\n  vendor.Y y = 1;\n"
        ),
        "proto/vendor/y.proto": message("vendor", "Y"),
    }
    made = shop(tmp_path / "shop", languages=("go",), parts=("user",), split=False, more=more)
    answer = ego(made, "publish")
    assert answer.code == 0, answer.out + answer.err
    assert {item.name for item in manifest.load(made / "build/ego/packages")} >= {ROOT}
    text = f'package main\n\nimport x "{ROOT}/shop/internal_/v1"\n\n'
    text += "func main() { println((&x.X{}).GetY() == nil) }\n"
    consumer = program(tmp_path / "consumer", text)
    go = Go(made / "build/ego/registry", tmp_path / "cache")
    go("mod", "tidy", cwd=consumer)
    assert go("run", "-trimpath", ".", cwd=consumer) == ""
