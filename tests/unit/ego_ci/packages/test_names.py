"""Names of the packages that a repository is split into, and the versions that fit together."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci import project
from ego_ci.packages.client import Client, Clients
from ego_ci.packages.compatible import bounds
from ego_ci.packages.image import Image
from ego_ci.packages.job import Job
from ego_ci.packages.origin import Origin
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain


def job(folder: Path, client: str, yaml: str) -> Job:
    (folder / "ego.yaml").write_text(f"name: acme-shop\n{yaml}")
    made = Client(client, (), (), Image((), ()))
    loaded, runner = project.load(folder / "ego.yaml"), Runner()
    return Job(made, Clients({client: made}), Origin("1.0.0"), loaded, runner, Toolchain(runner))


@pytest.mark.parametrize(
    ("client", "whole", "separator", "name"),
    [
        ("user", "acme-shop-client", "-", "acme-shop-user-client"),
        ("user", "@acme/shop-client", "-", "@acme/shop-user-client"),
        ("user-admin", "acme_shop_client", "_", "acme_shop_user_admin_client"),
        ("acme-shop-user", "acme-shop-client", "-", "acme-shop-user-client"),
        ("user-client", "acme-shop-client", "-", "acme-shop-user-client"),
        ("acme-shop", "acme-shop-client", "-", "acme-shop-client"),
        ("user", "protos", "-", "protos-user"),
    ],
)
def test_a_client_gets_its_name_from_that_of_the_whole(
    tmp_path: Path, client: str, whole: str, separator: str, name: str
) -> None:
    found = job(tmp_path, client, f"packages: [{{name: {client}, paths: [x]}}]")
    assert found.named(whole, separator) == name


def test_without_packages_a_name_stays(tmp_path: Path) -> None:
    assert job(tmp_path, "acme-shop", "").named("acme-shop-client") == "acme-shop-client"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.2.3", ("1.2.3", "2.0.0")),
        ("0.4.1", ("0.4.1", "0.5.0")),
        ("2.0.0-rc.1", None),
        ("1.0.0+build.5", None),
        ("no version", None),
    ],
)
def test_a_later_version_of_the_same_major_fits(
    version: str, expected: tuple[str, str] | None
) -> None:
    assert bounds(version) == expected
