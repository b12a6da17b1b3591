"""What documentation lacks, each with its place."""

from __future__ import annotations

from protoc_gen_ego.checks.ignores import DOCS
from protoc_gen_ego.docs.check import RULES, check
from tests.docs.support import library
from tests.golden.test_golden import protos
from tests.protos import HEAD

TEXT = (
    HEAD.replace('syntax = "proto3";\n', '// What [it](docs/it.md) is about.\nsyntax = "proto3";\n')
    + """
// A user.
message User {
  // The number that the shop gave; see [Nothing][shop.Nothing] and
  // [that file](../other.proto) or [this](javascript:alert(1)), [a user][User] and [the name][User.name].
  int64 uid = 1;
  string name = 2;
  // The nick name.
  string nick_name = 3; // [Gone][]
  // ego:ignore X y
  string ignored = 4;
}
"""
)


def test_findings_have_places() -> None:
    [judged] = check(library(TEXT))
    said = [(f.position, f.rule) for f in judged.findings]
    assert [(p and (p.line, p.column), rule) for p, rule in said] == [
        ((6, 1), "DOCS_SAYS_NOTHING"),
        ((7, 50), "DOCS_REFERENCE_UNRESOLVED"),
        ((8, 18), "DOCS_LINK_DEAD"),
        ((8, 44), "DOCS_LINK_DEAD"),
        ((10, 3), "DOCS_UNDOCUMENTED"),
        ((12, 28), "DOCS_REFERENCE_UNRESOLVED"),
        ((14, 3), "DOCS_UNDOCUMENTED"),
        ((2, 1), "DOCS_LINK_DEAD"),
    ]


def test_every_finding_says_what_to_do() -> None:
    [judged] = check(library(TEXT))
    assert {f.rule for f in judged.findings} == set(RULES)
    assert all(finding.remedy for finding in judged.findings)


def test_coverage_counts_what_says_something() -> None:
    [judged] = check(library(TEXT))
    coverage = judged.coverage
    assert (coverage.package, coverage.elements, coverage.documented) == ("shop.user.v1", 5, 2)
    assert coverage.percent == 40


def test_the_shop_is_documented_throughout() -> None:
    files, own = protos("docs_shop")
    found = list(check(library(files, generate=own)))
    assert [judged.coverage.percent for judged in found] == [100, 100, 100, 100]
    assert [f for judged in found for f in judged.findings] == []


def test_a_package_of_nothing_lacks_nothing() -> None:
    [judged] = check(library(HEAD))
    assert judged.coverage.percent == 100


def test_what_is_ignored_for_a_reason_is_not_asked_for() -> None:
    text = (
        HEAD
        + """
// ego:ignore DOCS_UNDOCUMENTED the names say it all
// ego:ignore DOCS_LINK_DEAD the file is beside ours
message Point { // See [it](x.md).
  int64 x = 1;
  int64 y = 2;
  // Also [there](z.md). ego:ignore
  int64 z = 3;
}

// Like [before](z.md).
message Plane {
  // The height.
  // ego:ignore DOCS_SAYS_NOTHING there is no more to it
  int64 height = 1;
  // ego:ignore DOCS_UNDOCUMENTED
  int64 width = 2;
}
"""
    )
    [judged] = check(library(text))
    assert [(f.rule, f.position and f.position.line) for f in judged.findings] == [
        ("DOCS_LINK_DEAD", 13),
        ("DOCS_UNDOCUMENTED", 19),
    ]
    assert judged.coverage == ("shop.user.v1", 4, 3)


def test_the_rules_can_be_ignored() -> None:
    assert set(RULES) == DOCS
