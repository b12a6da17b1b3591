"""Puts the runtime's sources on the path, as a wheel or a vendored copy would."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

from tests.protos import ROOT, generated

RUNTIME = ROOT / "templates" / "python" / "runtime"
sys.path.insert(0, str(RUNTIME))

NIGHTLY = os.environ.get("EGO_NIGHTLY") == "1"
settings.register_profile(
    "errors",
    max_examples=100_000 if NIGHTLY else 2_000,
    deadline=None,
    database=None,
    derandomize=not NIGHTLY,  # a merge request must not fail for what another one did
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "light", settings.get_profile("errors"), max_examples=100_000 if NIGHTLY else 500
)

SHOP = """
syntax = "proto3";
package shop.user.v1;
// What can go wrong with users.
// @domain=user.shop.example.com
enum UserErr {
  USER_ERR_UNSPECIFIED = 0;
  // No user has this id.
  // @code=NOT_FOUND
  // @msg="user {uid} not found"
  // @i18n.cn="找不到用户 {uid}"  @i18n.en="no user {uid}"
  // @metadata=uid
  USER_ERR_NOT_FOUND = 1;
  // The id is \"\"\"odd\"\"\" \\ {{ x }}
  // @code=INVALID_ARGUMENT
  USER_ERR_ID_INVALID = 2;
}
// @domain=user.shop.example.com
enum QuotaErr {
  QUOTA_ERR_UNSPECIFIED = 0;
  // @code=RESOURCE_EXHAUSTED
  // @metadata=limit,class
  QUOTA_ERR_EXCEEDED = 1 [deprecated = true];
}
"""


@pytest.fixture(scope="session")
def shop_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module that the compiler generates for SHOP."""
    files = generated(
        {"shop/user/v1/user_err.proto": SHOP}, "target=errors:python,runtime=egoerrors"
    )
    path = tmp_path_factory.mktemp("shop") / "shop_user_errors.py"
    path.write_text(files["shop/user/v1/user_err_errors.py"])
    return path


@pytest.fixture(scope="session")
def shop(shop_source: Path) -> ModuleType:
    """The same, imported; its codes are in the registry from then on."""
    return load(shop_source)


def load(path: Path) -> ModuleType:
    """A Python file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
