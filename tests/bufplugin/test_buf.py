"""The plugin through real buf, on a workspace of two modules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bufplugin.workspace import BUF_YAML, FILES, ORDER, USER, Workspace
from tests.protos import ROOT


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_a_good_workspace_has_no_findings(workspace: Workspace) -> None:
    assert workspace.lint() == []
    assert workspace.breaking() == []


def test_lint_finds_at_the_element_in_each_module(workspace: Workspace) -> None:
    workspace.change(USER, "  // No user has this id.\n", "")
    workspace.change(USER, "@code=PERMISSION_DENIED", "@Code=PERMISSION_DENIED")
    workspace.change(ORDER, "shop.user.v1.USER_ERR_NOT_FOUND", "shop.user.v1.USER_ERR_LOST")
    found = {(item.path, item.line, item.rule) for item in workspace.lint()}
    # Not ERRORS_UNKNOWN: of the user module the order module sees what it imports, which need not be all.
    assert found == {(USER, 10, "CODE_UNDOCUMENTED"), (USER, 14, "TAG_UNKNOWN")}


def test_an_error_that_its_own_package_lacks_is_found(workspace: Workspace) -> None:
    workspace.change(ORDER, "shop.user.v1.USER_ERR_NOT_FOUND", "ORDER_ERR_LOST")
    assert [(item.path, item.line, item.rule) for item in workspace.lint()] == [
        (ORDER, 11, "ERRORS_UNKNOWN")
    ]


def test_locales_come_from_the_options(workspace: Workspace) -> None:
    workspace.option("locales: [zh-CN]")
    assert {(item.path, item.rule) for item in workspace.lint()} == {(USER, "I18N_INCOMPLETE")}
    workspace.option("locales: zh-CN", "off: [I18N_INCOMPLETE]")
    assert workspace.lint() == []


def test_only_what_weighs_enough_is_reported(workspace: Workspace) -> None:
    workspace.change(USER, " @metadata=uid\n  USER_ERR_NOT_FOUND", "\n  USER_ERR_NOT_FOUND")
    workspace.change(USER, "  // No user has this id.\n", "")
    assert {item.rule for item in workspace.lint()} == {"METADATA_UNDECLARED", "CODE_UNDOCUMENTED"}
    workspace.option("minimum: error")
    assert {item.rule for item in workspace.lint()} == {"METADATA_UNDECLARED"}


def test_a_wrong_option_is_a_failure_that_says_why(workspace: Workspace) -> None:
    workspace.option("localse: [zh-CN]")
    ran = workspace.buf("lint")
    assert ran.returncode == 1
    assert "did you mean locales?" in ran.stderr


def test_an_ignore_with_a_reason_silences_and_one_without_is_found(workspace: Workspace) -> None:
    workspace.change(
        USER, "  // No user has this id.\n", "  // ego:ignore CODE_UNDOCUMENTED it is obvious\n"
    )
    assert workspace.lint() == []
    workspace.change(USER, " it is obvious", "")
    assert {item.rule for item in workspace.lint()} == {"CODE_UNDOCUMENTED", "IGNORE_REASONLESS"}


def test_an_ignore_of_a_breaking_rule_is_not_unused_in_lint(workspace: Workspace) -> None:
    workspace.change(
        USER,
        "  // @code=NOT_FOUND",
        "  // ego:ignore STATUS_CHANGED nobody has called it yet\n  // @code=ABORTED",
    )
    assert workspace.lint() == []
    assert workspace.breaking() == []


def test_breaking_finds_what_changed(workspace: Workspace) -> None:
    workspace.change(USER, "@code=NOT_FOUND", "@code=ABORTED")
    hidden = FILES[USER].partition("  // Nobody may")[2].removesuffix("}\n")
    workspace.change(USER, "  // Nobody may" + hidden, "")
    found = [(item.path, item.line, item.rule) for item in workspace.breaking()]
    assert found == [
        (USER, 6, "CODE_NOT_RESERVED"),
        (USER, 6, "CODE_REMOVED"),
        (USER, 11, "STATUS_CHANGED"),
    ]


def test_a_removed_file_is_found_without_a_place_left(workspace: Workspace) -> None:
    workspace.change(ORDER, 'import "shop/user/v1/user.proto";\n', "")
    workspace.change(ORDER, "shop.user.v1.UserErr refused", "int32 refused")
    workspace.change(ORDER, "  // @errors=shop.user.v1.USER_ERR_NOT_FOUND\n", "")
    workspace.write("user/shop/user/v1/other.proto", FILES[USER].partition("// What")[0])
    (workspace.root / USER).unlink()
    found = workspace.breaking()
    assert {item.rule for item in found} == {"CODE_REMOVED"}
    assert (
        "shop.user.v1.USER_ERR_HIDDEN was removed (in the base at shop/user/v1/user.proto:15:3)"
        in {item.message.partition(";")[0] for item in found}
    )


def test_the_lines_of_the_readme_work(workspace: Workspace) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = readme.partition("In `buf.yaml`:\n\n```yaml\n")[2].partition("```")[0]
    assert len(lines.splitlines()) == 5
    workspace.write("buf.yaml", BUF_YAML.partition("lint:")[0] + lines)
    workspace.change(USER, "@code=NOT_FOUND", "@code=ABORTED")
    assert {item.rule for item in workspace.lint() if item.path == USER} == {"I18N_INCOMPLETE"}
    assert {item.rule for item in workspace.breaking()} == {"STATUS_CHANGED"}


def test_rules_are_selected_one_by_one(workspace: Workspace) -> None:
    workspace.write("buf.yaml", BUF_YAML.replace("[EGO]", "[CODE_UNDOCUMENTED, MESSAGE_MISSING]"))
    workspace.change(USER, "  // No user has this id.\n", "")
    workspace.change(USER, "@metadata=uid", "")
    assert [item.rule for item in workspace.lint()] == ["CODE_UNDOCUMENTED"]


def test_the_order_is_the_same_whatever_the_order_of_files(workspace: Workspace) -> None:
    workspace.option("locales: [zh-CN, ru]")
    for number in range(6):
        text = FILES[USER].replace("user.v1", f"user{number}.v1").replace("  // No user", "  // ")
        workspace.write(f"user/shop/user{number}/v1/user.proto", text)
    first = workspace.lint()
    assert len(first) == 14
    assert first == sorted(first, key=lambda item: item.path)
    assert workspace.lint() == first


def test_the_shop_is_judged_with_its_options_and_those_of_kratos(tmp_path: Path) -> None:
    for folder in ("proto", "third_party"):
        shutil.copytree(ROOT / "proto-examples" / folder, tmp_path / folder)
    shop = Workspace(
        tmp_path,
        BUF_YAML.replace("path: user", "path: proto").replace("path: order", "path: third_party"),
    )
    mine = [item for item in shop.lint() if item.path.startswith("proto/")]
    assert mine == []
    order = "proto/shop/order/v1/order.proto"
    payment = "proto/shop/payment/v1/payment.proto"
    shop.change(order, "code: DATA_LOSS", "code: INTERNAL")
    shop.change(order, 'domain = "coupon.shop.example.com"', 'domain = "shop.example.com"')
    shop.change(payment, "(errors.code) = 404", "(errors.code) = 403")
    assert [(item.path, item.rule) for item in shop.breaking()] == [
        (order, "DOMAIN_CHANGED"),
        (order, "STATUS_CHANGED"),
        (payment, "STATUS_CHANGED"),
    ]


def test_buf_knows_rules_and_categories(workspace: Workspace) -> None:
    lint = workspace.buf("config", "ls-lint-rules").stdout
    breaking = workspace.buf("config", "ls-breaking-rules").stdout
    assert "METHOD_ERRORS_UNDECLARED" in lint
    assert "STATUS_CHANGED" not in lint
    assert "STATUS_CHANGED" in breaking
