"""Breaking changes that are meant, approved in ego.yaml or by a commit; and how much our rules weigh."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.ego import commit, edit, ego, git, repository

ERRORS = "proto/shop/greeter/v1/greeter.proto"
SERVICE = "proto/shop/greeter/v1/greeter_service.proto"
FIELD = "shop.greeter.v1.GreetRequest.name"
CODE = "shop.greeter.v1.GREETER_ERR_NAME_UNKNOWN"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop")


def approve(folder: Path, *entries: str) -> None:
    lines = "".join(f"    - {entry}\n" for entry in entries)
    edit(folder / "ego.yaml", "version", f"breaking:\n  approvals:\n{lines}version")


def check(folder: Path, *arguments: str) -> list[tuple[str, str, str | None]]:
    told = ego(folder, "--json", "check", *arguments)
    assert told.code in (0, 1), told.out + told.err
    found = [(i["rule"], i["severity"], i["path"]) for i in told.document["diagnostics"]]
    assert told.code == int(any(severity == "error" for _, severity, _ in found))
    return found


def test_an_approved_break_is_shown_and_fails_nothing(shop: Path) -> None:
    edit(shop / SERVICE, "string name = 1;", "int64 name = 1;")
    assert check(shop) == [("FIELD_SAME_TYPE", "error", SERVICE)]
    approve(shop, f"{{rule: FIELD_SAME_TYPE, name: {FIELD}, reason: nobody calls it yet}}")
    assert check(shop) == [("FIELD_SAME_TYPE", "info", SERVICE)]
    told = ego(shop, "check")
    assert "(approved by ego.yaml:5: nobody calls it yet)" in told.out
    assert [rule for rule, *_ in check(shop, "--against=none")] == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "name"),
    [
        ("  // Who is greeted.\n  string name = 1;\n", "", "FIELD_NO_DELETE", FIELD),
        ("string name = 1;", "string title = 1;", "FIELD_SAME_NAME", FIELD),
        ("  rpc Greet(", "  rpc Welcome(", "RPC_NO_DELETE", "shop.greeter.v1.GreeterService.Greet"),
    ],
)
def test_an_approval_names_what_was_there(
    shop: Path, old: str, new: str, rule: str, name: str
) -> None:
    text = (shop / SERVICE).read_text()
    if old not in text:  # the scaffold's comment may be worded otherwise
        lines = text.splitlines(keepends=True)
        at = next(i for i, line in enumerate(lines) if "string name = 1;" in line)
        old = "".join(lines[at - 1 : at + 1])
    edit(shop / SERVICE, old, new)
    before = [entry for entry in check(shop) if entry[0] == rule]
    assert [severity for _, severity, _ in before] == ["error"]
    approve(shop, f"{{rule: {rule}, name: {name}, reason: meant}}")
    after = [entry for entry in check(shop) if entry[0] == rule]
    assert [severity for _, severity, _ in after] == ["info"]
    assert "APPROVAL_STALE" not in [found for found, *_ in check(shop)]


def test_a_deleted_file_is_approved_by_its_path(shop: Path) -> None:
    extra = shop / "proto/shop/greeter/v1/extra.proto"
    extra.write_text('syntax = "proto3";\n\npackage shop.greeter.v1;\n')
    commit(shop)
    extra.unlink()
    path = "proto/shop/greeter/v1/extra.proto"
    assert check(shop) == [("FILE_NO_DELETE", "error", path)]
    approve(shop, f"{{rule: FILE_NO_DELETE, path: {path}, reason: it was empty}}")
    assert check(shop) == [("FILE_NO_DELETE", "info", path)]


def test_a_commit_approves_by_a_trailer(shop: Path) -> None:
    git(shop, "checkout", "-q", "-b", "feature")
    edit(shop / SERVICE, "string name = 1;", "int64 name = 1;")
    commit(shop, f"Change it\n\nBreaking-Approved: FIELD_SAME_TYPE {FIELD} nobody calls it\n  yet")
    assert check(shop) == [("FIELD_SAME_TYPE", "info", SERVICE)]
    git(
        shop,
        "commit",
        "-q",
        "--amend",
        "-m",
        f"Change\n\nBreaking-Approved: FIELD_SAME_TYPE {FIELD}",
    )
    assert check(shop) == [
        ("APPROVAL_REASONLESS", "error", None),
        ("FIELD_SAME_TYPE", "error", SERVICE),
    ]
    git(shop, "commit", "-q", "--amend", "-m", "Change\n\nBreaking-Approved: whatever")
    assert check(shop)[0] == ("APPROVAL_INVALID", "warning", None)


def test_a_trailer_is_found_in_a_shallow_clone_and_none_from_before_the_base(
    shop: Path, tmp_path: Path
) -> None:
    trailer = "Breaking-Approved: {} {} nobody calls it"
    git(
        shop,
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        f"old\n\n{trailer.format('RPC_NO_DELETE', FIELD)}",
    )
    base = git(shop, "rev-parse", "HEAD")
    git(shop, "checkout", "-q", "-b", "feature")
    edit(shop / SERVICE, "string name = 1;", "int64 name = 1;")
    commit(shop, f"Change it\n\n{trailer.format('FIELD_SAME_TYPE', FIELD)}")
    for number in range(3):
        git(shop, "commit", "-q", "--allow-empty", "-m", f"more {number}")
    git(tmp_path, "clone", "-q", "--depth=2", "-b", "feature", shop.as_uri(), "clone")
    told = ego(tmp_path / "clone", "--json", "check", env={"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert told.code == 0, told.out + told.err
    found = [(item["rule"], item["severity"]) for item in told.document["diagnostics"]]
    assert found == [("FIELD_SAME_TYPE", "info")]


def test_stale_expired_and_reasonless_approvals_are_findings_at_their_line(shop: Path) -> None:
    edit(shop / SERVICE, "string name = 1;", "int64 name = 1;")
    approve(
        shop,
        f"{{rule: FIELD_SAME_TYPE, name: {FIELD}, reason: x, expires: 2020-01-31}}",
        f"{{rule: FIELD_SAME_TYPE, name: {FIELD}}}",
        "{rule: FIELD_NO_DELETE, name: shop.other.Thing, reason: was deleted long ago}",
        '{rule: FIELD_NO_DELETE, reason: no name, expires: "2999-01-01"}',
    )
    told = ego(shop, "--json", "check")
    found = [
        (item["rule"], item["severity"], item["line"]) for item in told.document["diagnostics"]
    ]
    assert found == [
        ("APPROVAL_EXPIRED", "warning", 5),
        ("APPROVAL_REASONLESS", "error", 6),
        ("APPROVAL_STALE", "warning", 7),
        ("APPROVAL_INVALID", "error", 8),
        ("FIELD_SAME_TYPE", "error", 15),
    ]


def test_a_wrong_approval_is_an_error_of_the_configuration(shop: Path) -> None:
    approve(shop, "{rule: field, expires: 2020-31-31}", "{name: a.b, reason: x}")
    told = ego(shop, "check")
    assert told.code == 2
    assert "ego.yaml:5:14: error: CONFIG" in told.err
    assert "is not a date such as 2026-12-31" in told.err
    assert "`breaking.approvals.rule` is missing" in told.err


def test_a_break_of_an_error_code_is_found_and_approved(shop: Path) -> None:
    edit(shop / ERRORS, "@code=NOT_FOUND", "@code=ABORTED")
    assert ("STATUS_CHANGED", "error", ERRORS) in check(shop)
    approve(shop, f"{{rule: STATUS_CHANGED, name: {CODE}, reason: the first was wrong}}")
    assert ("STATUS_CHANGED", "info", ERRORS) in check(shop)


def test_ego_yaml_says_how_much_a_rule_of_ours_weighs(shop: Path) -> None:
    edit(shop / ERRORS, "@code=NOT_FOUND", "@code=ABORTED")
    edit(shop / "ego.yaml", "version", "rules: {STATUS_CHANGED: warning}\nversion")
    assert ("STATUS_CHANGED", "warning", ERRORS) in check(shop)
    edit(shop / "ego.yaml", "STATUS_CHANGED: warning", "STATUS_CHANGED: off")
    assert "STATUS_CHANGED" not in [rule for rule, *_ in check(shop)]
    edit(shop / "ego.yaml", "STATUS_CHANGED: off", "STATUS_CHANGE: off, STATUS_UNKNOWN: off")
    told = ego(shop, "check", "--json")
    wrong = [item for item in told.document["diagnostics"] if item["rule"] == "CONFIG"]
    assert [(item["line"], item["message"]) for item in wrong] == [
        (3, "there is no rule STATUS_CHANGE of ours"),
        (3, "the rule STATUS_UNKNOWN always holds"),
    ]


def test_locales_of_ego_yaml_must_be_complete(shop: Path) -> None:
    assert "I18N_INCOMPLETE" not in [rule for rule, *_ in check(shop)]
    edit(shop / "ego.yaml", "version", "errors: {locales: [fr]}\nversion")
    assert "I18N_INCOMPLETE" in [rule for rule, *_ in check(shop)]
