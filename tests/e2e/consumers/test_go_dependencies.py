"""Go modules that need modules of other people, and one runtime whatever the generated code had imported."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact

from tests.e2e.consumers.golang import Go, program
from tests.e2e.ego import edit, ego
from tests.e2e.shops import shop

THIRD_PARTY = Path(__file__).parents[3] / "proto-examples" / "third_party"
ROOT = "gitlab.example.com/acme/shop-go"
PAY = """package shop.pay.v1;

import "errors/errors.proto";

// What can go wrong.
enum PayErr {
  option (errors.default_code) = 500;
  // Nothing.
  PAY_ERR_UNSPECIFIED = 0;
  // The bank said no.
  PAY_ERR_REFUSED = 1 [(errors.code) = 403];
}
"""
TOGETHER = f"""package main

import (
	payv1 "{ROOT}/shop/pay/v1"
	kratos "github.com/go-kratos/kratos/v2/errors"
)

func main() {{ println(payv1.PayErrRefused().Error(), kratos.Code(nil)) }}
"""


def built(folder: Path) -> dict[str, Artifact]:
    return {item.name: item for item in manifest.load(folder / "build/ego/packages")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose errors are declared with the options of Kratos, which it only imports."""
    options = (THIRD_PARTY / "errors/errors.proto").read_text()
    more = {
        "buf.yaml": "version: v2\nmodules:\n  - path: proto\n  - path: third_party\n",
        "third_party/errors/errors.proto": options.replace('syntax = "proto3";\n', ""),
        "proto/shop/pay/v1/pay.proto": PAY,
    }
    made = shop(tmp_path / "shop", languages=("go",), parts=("user",), split=False, more=more)
    edit(made / "ego.yaml", "version: 1.2.3\n", "version: 1.2.3\nexclude: [third_party]\n")
    return made


def test_a_copy_of_somebody_elses_file_is_a_warning_that_says_what_to_do(folder: Path) -> None:
    told = ego(folder, "package", "--json")
    assert told.code == 0
    (found,) = told.document["diagnostics"]
    assert (found["rule"], found["severity"]) == ("GO_SHARED_COPY", "warning")
    assert "github.com/go-kratos/kratos/v2/errors" in found["message"]
    assert "go.dependencies: {errors/errors.proto:" in found["remedy"]


def test_whoever_knows_of_the_copy_is_not_warned(folder: Path) -> None:
    with (folder / "ego.yaml").open("a") as file:
        file.write("go: {dependencies: {errors: copy}}\n")
    told = ego(folder, "package", "--json")
    assert told.code == 0
    assert told.document["diagnostics"] == []
    names = zipfile.ZipFile(built(folder)[ROOT].path).namelist()
    assert f"{ROOT}@v1.2.3/errors/errors.pb.go" in names


def test_a_module_that_has_the_file_is_required_and_meets_ours_in_one_program(
    folder: Path, tmp_path: Path
) -> None:
    dependency = (
        "go:\n  dependencies:\n    errors/errors.proto: github.com/go-kratos/kratos/v2@v2.8.3\n"
    )
    with (folder / "ego.yaml").open("a") as file:
        file.write(dependency)
    told = ego(folder, "publish", "--json")
    assert told.code == 0, told.out + told.err
    assert told.document["diagnostics"] == []
    go = Go(folder / "build/ego/registry", tmp_path / "cache")
    module = go.unpack(built(folder)[ROOT], tmp_path)
    assert go("mod", "tidy", "-diff", cwd=module) == ""
    direct = (module / "go.mod").read_text().split("require (")[1]
    assert "\tgithub.com/go-kratos/kratos/v2 v2.8.3\n" in direct
    assert not (module / "errors").exists()
    consumer = program(tmp_path / "consumer", TOGETHER)
    go("mod", "tidy", cwd=consumer)
    # With a copy of Kratos' file in our module this would panic.
    assert go("run", "-trimpath", ".", cwd=consumer) == ""


def test_a_package_requires_the_published_runtime_whatever_the_generated_code_has(
    tmp_path: Path,
) -> None:
    made = shop(tmp_path / "shop", languages=("go", "php"), parts=("user",), split=False)
    assert ego(made, "package").code == 0
    before = {name: artifact.sha256 for name, artifact in built(made).items()}
    with (made / "ego.yaml").open("a") as file:
        file.write("errors: {runtime: vendored}\n")
    assert ego(made, "package").code == 0
    assert (made / "build/ego/generated/go/egoerrors/error.go").is_file()
    assert (made / "build/ego/generated/php/Ego/Errors/EgoErrors.php").is_file()
    after = built(made)
    assert {name: artifact.sha256 for name, artifact in after.items()} == before
    names = zipfile.ZipFile(after[ROOT].path).namelist()
    assert not [name for name in names if "/egoerrors/" in name]
