"""Names of PHP clients: the package, and one namespace for all of a repository."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ego_ci.packages.client import Client
from ego_ci.packages.image import Image
from ego_ci.packages.php import names
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from tests.unit.ego_ci.packages.test_names import job


@pytest.mark.parametrize(
    ("root", "package", "expected"),
    [
        ("Acme\\Shop", "shop.user.v1", "Acme\\Shop\\User\\V1"),
        ("Acme\\Shop", "acme.shop.user.v1", "Acme\\Shop\\User\\V1"),
        ("Acme\\Shop", "user.v1", "Acme\\Shop\\User\\V1"),
        ("Shop", "shop", "Shop"),
        ("Acme\\Shop", "shop.user_list.v1", "Acme\\Shop\\UserList\\V1"),
        ("Acme\\Shop", "shop.list.v1", "Acme\\Shop\\PBList\\V1"),
        ("Acme", "shop.v1", "Acme\\Shop\\V1"),
        ("Acme", "", "Acme"),
    ],
)
def test_no_word_is_doubled_where_root_and_package_meet(
    root: str, package: str, expected: str, tmp_path: Path
) -> None:
    file = FileDescriptorProto(name="a/b.proto", package=package)
    client = Client("acme-shop", (file.name,), (), Image((file,), (file,)))
    made = replace(
        job(tmp_path, "acme-shop", f"php: {{namespace: '{root}'}}"), clients={"acme-shop": client}
    )
    assert names.namespace(made, file) == expected
    assert names.metadata_namespace(made, file) == f"{root}\\GPBMetadata\\A"


@pytest.mark.parametrize(
    ("yaml", "package", "root"),
    [
        ("", "acme/acme-shop-client", "Acme\\Shop"),
        (
            "repository: https://gitlab.example.com/Team/x/protos",
            "team/acme-shop-client",
            "Acme\\Shop",
        ),
        ("php: {package: a/b, namespace: 'X\\Y'}", "a/b", "X\\Y"),
    ],
)
def test_names_follow_from_the_project(yaml: str, package: str, root: str, tmp_path: Path) -> None:
    project = job(tmp_path, "acme-shop", yaml).project
    assert (names.package(project), names.root(project)) == (package, root)
