"""Names that npm and file systems cannot take."""

from __future__ import annotations

import pytest
from ego_ci.packages.node.manifest import compatible
from ego_ci.packages.node.names import module_findings, package_findings

from protoc_gen_ego.diagnostics import Severity


@pytest.mark.parametrize("name", ["shop-client", "@acme/shop-client", "a.b_c~d", "x" * 214])
def test_a_name_of_npm(name: str) -> None:
    assert list(package_findings(name)) == []


@pytest.mark.parametrize("name", ["Shop", "@acme", "a/b", ".a", "_a", "", "http", "x" * 215, "a b"])
def test_no_name_of_npm(name: str) -> None:
    [found] = package_findings(name)
    assert found.rule == "NODE_PACKAGE_NAME"


def test_two_files_of_one_module() -> None:
    [found] = module_findings(["a/user.proto", "a/user_errors.proto"], "grpc-js")
    assert (found.rule, found.severity) == ("NODE_MODULE_CLASH", Severity.ERROR)
    assert "a/user_errors.ts" in found.message
    assert list(module_findings(["a/user.proto", "a/user_pb.proto"], "grpc-js")) == []


def test_two_files_that_differ_in_case_only() -> None:
    [found] = module_findings(["a/User.proto", "a/user.proto"], "connect")
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.2.3", "^1.2.3"), ("0.4.1", "^0.4.1"), ("1.3.0-rc.1", "1.3.0-rc.1"), ("1.0.0+x", "1.0.0")],
)
def test_the_range_of_a_sibling(version: str, expected: str) -> None:
    assert compatible(version) == expected


def test_a_folder_that_npm_leaves_out_of_packages_is_a_finding() -> None:
    [found] = module_findings(["a/node_modules/b.proto", "node_modules.proto"], "grpc-js")
    assert (found.rule, found.severity) == ("NODE_MODULE_CLASH", Severity.ERROR)
    assert found.position is not None
    assert found.position.path == "a/node_modules/b.proto"
