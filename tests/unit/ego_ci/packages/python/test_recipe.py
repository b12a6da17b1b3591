"""Recipes: names that would hide something else or cannot be imported are refused."""

from __future__ import annotations

import pytest
from ego_ci.packages.python.recipe import Recipe


@pytest.mark.parametrize(
    "package", ["google", "grpc", "egoerrors", "json", "class", "a-b", "größe", ""]
)
def test_a_top_level_package_that_is_taken_or_no_name_is_refused(package: str) -> None:
    (found,) = Recipe("shop-client", package, "1.0.0").findings()
    assert found.rule == "PYTHON_PACKAGE_NAME"
    assert "python.package" in found.remedy


@pytest.mark.parametrize("distribution", ["../x", "a b", "-x", "", "x\nRequires-Dist: evil"])
def test_a_distribution_name_that_is_none_is_refused(distribution: str) -> None:
    (found,) = Recipe(distribution, "shop_client", "1.0.0").findings()
    assert found.rule == "PYTHON_PACKAGE_NAME"


def test_ordinary_names_pass() -> None:
    assert Recipe("Shop.Client-2", "shop_client", "1.0.0").findings() == ()
