"""Go modules as the go command sees them: complete, in the format of its zips, and one registry of errors a program."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.go.module_zip import hash1, read_go_mod, read_module_zip

from tests.e2e.consumers.golang import Go, program
from tests.e2e.ego import edit, ego
from tests.e2e.shops import shop

ROOT_FOLDER = Path(__file__).parents[3]
ROOT = "gitlab.example.com/acme/shop-go"
MEETING = """package main

import (
	"errors"
	"fmt"

	"ego.internal/egoerrors"
	commonv1 "gitlab.example.com/acme/shop-go/common/shop/common/v1"
	orderv1 "gitlab.example.com/acme/shop-go/order/shop/order/v1"
	userv1 "gitlab.example.com/acme/shop-go/user/shop/user/v1"
)

func main() {
	price := &commonv1.Money{Units: 3}
	fmt.Println((&userv1.User{Price: price}).GetPrice() == (&orderv1.Order{Price: price}).GetPrice())
	for _, err := range []error{userv1.UserErrNotFound(), orderv1.OrderErrNotFound()} {
		read := egoerrors.FromError(fmt.Errorf("wrapped: %w", err))
		fmt.Println(errors.Is(read, err), read.Registered(), read.FullName())
	}
	fmt.Println(errors.Is(userv1.UserErrNotFound(), orderv1.OrderErrNotFound()))
}
"""
MET = """true
true true shop.user.v1.USER_ERR_NOT_FOUND
true true shop.order.v1.ORDER_ERR_NOT_FOUND
false
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in three packages, published to its local registry."""
    made = shop(tmp_path_factory.mktemp("go") / "shop", languages=("go",))
    told = ego(made, "publish")
    assert told.code == 0, told.err
    return made


@pytest.fixture(scope="module")
def built(folder: Path) -> dict[str, Artifact]:
    return {item.name: item for item in manifest.load(folder / "build/ego/packages")}


@pytest.fixture(scope="module")
def go(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Go:
    return Go(folder / "build/ego/registry", tmp_path_factory.mktemp("cache"))


def test_each_package_is_a_module_below_the_configured_path(built: dict[str, Artifact]) -> None:
    assert sorted(built) == [
        "ego.internal/egoerrors",
        f"{ROOT}/common",
        f"{ROOT}/order",
        f"{ROOT}/user",
    ]


def test_go_finds_nothing_to_tidy_to_vet_or_to_format(
    built: dict[str, Artifact], go: Go, tmp_path: Path
) -> None:
    for artifact in built.values():
        module = go.unpack(artifact, tmp_path)
        assert go("mod", "tidy", "-diff", cwd=module) == ""
        assert go("vet", "-trimpath", "./...", cwd=module) == ""
        assert go("build", "-trimpath", "./...", cwd=module) == ""
        assert go("mod", "verify", cwd=module) == "all modules verified\n"
        assert go("fmt", "./...", cwd=module) == ""


def sums_of(artifact: Artifact) -> tuple[str, str]:
    """The two lines that go.sum has of a module."""
    name = f"{artifact.name} {artifact.version}"
    go_mod = {"go.mod": read_go_mod(artifact.path)}
    return f"{name} {hash1(read_module_zip(artifact.path))}", f"{name}/go.mod {hash1(go_mod)}"


def test_our_checksums_are_those_of_the_go_command(
    built: dict[str, Artifact], go: Go, tmp_path: Path
) -> None:
    versions = [f"{artifact.name}@{artifact.version}" for artifact in built.values()]
    decoder, text = json.JSONDecoder(), go("mod", "download", "-json", *versions, cwd=tmp_path)
    for artifact in built.values():
        told, end = decoder.raw_decode(text)
        text = text[end:].lstrip()
        ours = sums_of(artifact)
        name = f"{told['Path']} {told['Version']}"
        assert ours == (f"{name} {told['Sum']}", f"{name}/go.mod {told['GoModSum']}")


def test_a_sibling_is_required_with_its_checksums(
    built: dict[str, Artifact], go: Go, tmp_path: Path
) -> None:
    module = go.unpack(built[f"{ROOT}/user"], tmp_path)
    common = built[f"{ROOT}/common"]
    assert f"\t{common.name} v1.2.3\n" in (module / "go.mod").read_text()
    lines = (module / "go.sum").read_text().splitlines()
    assert set(sums_of(common)) <= set(lines)
    assert {item.purl for item in built[f"{ROOT}/user"].requires} >= {
        f"pkg:golang/{ROOT}/common@v1.2.3",
        "pkg:golang/google.golang.org/grpc@v1.64.1",
    }


def test_two_modules_meet_in_one_program_with_one_registry(go: Go, tmp_path: Path) -> None:
    consumer = program(tmp_path / "consumer", MEETING)
    go("mod", "tidy", cwd=consumer)
    assert go("run", "-trimpath", ".", cwd=consumer) == MET


def test_from_major_two_on_the_version_is_part_of_the_path(tmp_path: Path) -> None:
    made = shop(tmp_path / "shop", languages=("go",), parts=("user",), split=False)
    edit(made / "ego.yaml", "version: 1.2.3", "version: 2.1.0")
    told = ego(made, "publish", "--json")
    assert told.code == 0, told.err
    go = Go(made / "build/ego/registry", tmp_path / "cache")
    consumer = program(
        tmp_path / "consumer",
        'package main\n\nimport userv1 "gitlab.example.com/acme/shop-go/v2/shop/user/v1"\n\n'
        "func main() { print(userv1.UserErrNotFound().Error()) }\n",
    )
    go("get", f"{ROOT}/v2@latest", cwd=consumer)
    go("mod", "tidy", cwd=consumer)
    assert f"require {ROOT}/v2 v2.1.0\n" in (consumer / "go.mod").read_text()
    assert go("build", "-trimpath", "-o", "made", ".", cwd=consumer) == ""


def test_the_readme_compiles(tmp_path: Path, built: dict[str, Artifact], go: Go) -> None:
    readme = (go.unpack(built[f"{ROOT}/user"], tmp_path) / "README.md").read_text()
    consumer = program(tmp_path / "consumer", readme.split("```go\n")[1].split("```")[0])
    assert f"go get {ROOT}/user/...@v1.2.3" in readme
    go("get", f"{ROOT}/user/...@v1.2.3", cwd=consumer)
    assert go("vet", "-trimpath", ".", cwd=consumer) == ""


def test_a_proto_that_everybody_has_is_left_to_those_who_publish_it(tmp_path: Path) -> None:
    status = (ROOT_FOLDER / "proto-examples/third_party/google/rpc/status.proto").read_text()
    more = {
        "proto/google/rpc/status.proto": status.replace('syntax = "proto3";\n', ""),
        "proto/shop/job/v1/job.proto": "package shop.job.v1;\n"
        'import "google/rpc/status.proto";\n// A job.\nmessage Job {\n'
        "  // How it ended.\n  google.rpc.Status status = 1;\n}\n",
    }
    made = shop(tmp_path / "shop", languages=("go", "php"), parts=("user",), split=False, more=more)
    told = ego(made, "publish")
    assert told.code == 0, told.out + told.err
    for artifact in manifest.load(made / "build/ego/packages"):
        names = zipfile.ZipFile(artifact.path).namelist()
        assert not [name for name in names if "google/rpc" in name.lower()], artifact.name
        needed = {item.name for item in artifact.requires}
        if not artifact.shared:
            assert needed & {"google.golang.org/genproto/googleapis/rpc", "google/common-protos"}
    go = Go(made / "build/ego/registry", tmp_path / "cache")
    # With a copy of google/rpc/status.proto beside the one that gRPC itself has, this would panic.
    text = f'package main\n\nimport (\n\tjobv1 "{ROOT}/shop/job/v1"\n\t"google.golang.org/grpc/status"\n)\n\n'
    text += "func main() { println((&jobv1.Job{}).GetStatus() == nil, status.Code(nil)) }\n"
    consumer = program(tmp_path / "consumer", text)
    go("mod", "tidy", cwd=consumer)
    assert go("run", "-trimpath", ".", cwd=consumer) == ""
