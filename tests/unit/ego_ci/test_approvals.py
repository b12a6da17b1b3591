"""Approvals: what each approves, and what is said of those that do not."""

from __future__ import annotations

import datetime

import pytest
from ego_ci.stages.approvals import Approval, apply, of_commits
from ego_ci.stages.checks.sight import Break

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

AT = Position("ego.yaml", 7, 5)
TODAY = datetime.date(2026, 6, 15)
FOUND = Break(
    Diagnostic(Position("p/shop/a.proto", 3, 1), Severity.ERROR, "FIELD_NO_DELETE", "it is gone"),
    frozenset({"shop.v1.User.uid", "shop.v1.User"}),
)


def approval(**more: object) -> Approval:
    given = Approval("FIELD_NO_DELETE", "shop.v1.User.uid", "", "unused", "", "ego.yaml:7", AT)
    return given._replace(**more)  # type: ignore[arg-type]


def told(*given: Approval, stale: str = "v1") -> list[tuple[str, Severity]]:
    return [(item.rule, item.severity) for item in apply([FOUND], given, today=TODAY, stale=stale)]


BROKEN = ("FIELD_NO_DELETE", Severity.ERROR)
APPROVED = ("FIELD_NO_DELETE", Severity.INFO)
STALE = ("APPROVAL_STALE", Severity.WARNING)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"name": "shop.v1.User"},
        {"name": "shop"},
        {"name": "", "path": "p/shop/a.proto"},
        {"name": "", "path": "p/shop"},
        {"expires": "2026-06-15"},
    ],
)
def test_an_approval_holds_for_its_element_and_what_is_in_it(more: dict[str, str]) -> None:
    assert told(approval(**more)) == [APPROVED]
    (item,) = apply([FOUND], [approval(**more)], today=TODAY, stale="v1")
    assert item.message == "it is gone (approved by ego.yaml:7: unused)"


@pytest.mark.parametrize(
    "more",
    [
        {"rule": "FIELD_SAME_TYPE"},
        {"name": "shop.v1.User.uid.x"},
        {"name": "shop.v1.Use"},
        {"name": "shop.v1.User.other"},
        {"name": "", "path": "p/shopping"},
    ],
)
def test_an_approval_of_something_else_is_stale(more: dict[str, str]) -> None:
    assert told(approval(**more)) == [BROKEN, STALE]
    assert told(approval(**more), stale="") == [BROKEN], "not all breaks were looked for"


def test_without_a_reason_or_after_its_day_it_does_not_count() -> None:
    assert told(approval(reason=" ")) == [BROKEN, ("APPROVAL_REASONLESS", Severity.ERROR)]
    expired = approval(expires="2026-06-14")
    assert told(expired) == [BROKEN, ("APPROVAL_EXPIRED", Severity.WARNING)]
    assert told(expired, approval()) == [APPROVED, ("APPROVAL_EXPIRED", Severity.WARNING)]
    assert told(approval(name="")) == [BROKEN, ("APPROVAL_INVALID", Severity.ERROR)]


def test_what_is_wrong_is_said_at_the_line_of_ego_yaml() -> None:
    (item,) = apply([], [approval()], today=TODAY, stale="v1")
    assert item.position == AT
    assert "changed since v1" in item.message


def test_trailers_are_read_and_others_are_findings() -> None:
    found, wrong = of_commits(
        [
            ("a" * 40, "FIELD_NO_DELETE shop.v1.User.uid nobody  read\n it "),
            ("b" * 40, "CODE_REMOVED shop.v1.X"),
            ("c" * 40, "please"),
        ]
    )
    assert [(item.rule, item.name, item.reason) for item in found] == [
        ("FIELD_NO_DELETE", "shop.v1.User.uid", "nobody read it"),
        ("CODE_REMOVED", "shop.v1.X", ""),
    ]
    assert [item.rule for item in wrong] == ["APPROVAL_INVALID"]
    assert told(found[0]) == [APPROVED]
