"""A repository in several packages: each is built alone, and they meet in one process."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact

from tests.e2e import packages
from tests.e2e.ego import Told, edit, ego
from tests.e2e.shops import shop

MEETING = """
from acme_shop_user_client.shop.user.v1 import user_pb2, user_errors
from acme_shop_order_client.shop.order.v1 import order_pb2, order_errors
from acme_shop_common_client.shop.common.v1 import money_pb2
from egoerrors import REGISTRY

price = money_pb2.Money(units=3)
print(user_pb2.User(price=price).price == order_pb2.Order(price=price).price)
for name in ("shop.user.v1.USER_ERR_NOT_FOUND", "shop.order.v1.ORDER_ERR_NOT_FOUND"):
    print(REGISTRY.resolve(name, "") is not None)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("split") / "shop")


@pytest.fixture(scope="module")
def built(folder: Path) -> dict[str, Artifact]:
    told = ego(folder, "package")
    assert told.code == 0, told.err
    assert f"packages: {folder}/build/ego/packages" in told.out.splitlines()
    return {item.name: item for item in manifest.load(folder / "build/ego/packages")}


def test_every_package_and_one_runtime_are_built(built: dict[str, Artifact]) -> None:
    assert sorted(built) == [
        "acme-shop-common-client",
        "acme-shop-order-client",
        "acme-shop-user-client",
        "ego-errors",
    ]


def test_a_shared_proto_is_in_one_package_and_the_others_depend_on_it(
    built: dict[str, Artifact],
) -> None:
    holding = [
        name
        for name, artifact in built.items()
        if any("money_pb2" in path for path in zipfile.ZipFile(artifact.path).namelist())
    ]
    assert holding == ["acme-shop-common-client"]
    for name in ("acme-shop-user-client", "acme-shop-order-client"):
        needed = {item.name: item.wanted for item in built[name].requires}
        assert needed["acme-shop-common-client"] == ">=1.2.3,<2.0.0"
        assert "ego-errors" in needed


def test_two_of_them_meet_in_one_process_with_one_registry(
    built: dict[str, Artifact], tmp_path: Path
) -> None:
    site = packages.install(tmp_path / "site", *built.values())
    assert packages.python_in(site, MEETING).split() == ["True", "True", "True"]


def test_a_circle_is_a_finding_with_the_imports(tmp_path: Path) -> None:
    root = shop(tmp_path / "shop")
    money = root / "proto/shop/common/v1/more.proto"
    money.write_text(
        'syntax = "proto3";\npackage shop.common.v1;\nimport "shop/user/v1/user.proto";\n'
        "// A pair.\nmessage Pair {\n  // One.\n  shop.user.v1.User one = 1;\n}\n"
    )
    told = ego(root, "package", "--json")
    assert told.code == 1
    (found,) = told.document["diagnostics"]
    assert (found["rule"], found["path"], found["line"]) == (
        "PACKAGE_CIRCLE",
        "proto/shop/common/v1/more.proto",
        3,
    )
    assert "common → user → common" in found["message"]
    assert found["related"][0]["path"] == "proto/shop/user/v1/user.proto"


@pytest.fixture
def part(folder: Path, tmp_path: Path) -> Told:
    """Only the package `user`, under another version, in a folder of its own."""
    edit(
        folder / "ego.yaml", "license: Apache-2.0\n", f"license: Apache-2.0\noutput: {tmp_path}/o\n"
    )
    told = ego(folder, "package", "--package", "user", "--version", "1.3.0-mr.4", "--json")
    edit(folder / "ego.yaml", f"output: {tmp_path}/o\n", "")
    return told


def test_one_package_can_be_built_alone_under_another_version(part: Told, tmp_path: Path) -> None:
    assert part.code == 0, part.err
    found = {item.name: item for item in manifest.load(tmp_path / "o/packages")}
    assert sorted(found) == ["acme-shop-user-client", "ego-errors"]
    assert found["acme-shop-user-client"].version == "1.3.0.dev4+mr"
    needed = {item.name: item.wanted for item in found["acme-shop-user-client"].requires}
    assert needed["acme-shop-common-client"] == "==1.3.0.dev4+mr"


def test_publishing_one_package_leaves_the_others_where_they_are(
    folder: Path, built: dict[str, Artifact]
) -> None:
    assert "acme-shop-order-client" in built
    arguments = ("publish", "--package", "user", "--version", "1.3.0", "--json")
    planned = ego(folder, *arguments, "--dry-run").document["stages"][-1]
    assert planned["status"] == "planned"
    assert planned["data"] == {}
    for _ in ("built", "taken over"):
        stages = ego(folder, *arguments).document["stages"]
        published = stages[-1]["data"]["published"]
        told = {
            (item["name"], item["version"]) for item in published if item["name"] != "ego-errors"
        }
        assert told == {("acme-shop-user-client", "1.3.0")}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--package", "usr", "ego.yaml has no package 'usr'"),
        ("--language", "go", "ego.yaml has no language 'go'"),
        ("--version", "1.2", "'1.2' is not a version"),
    ],
)
def test_what_ego_yaml_does_not_have_is_said(
    folder: Path, option: str, value: str, message: str
) -> None:
    told = ego(folder, "package", option, value)
    assert told.code == 2
    assert message in told.err
