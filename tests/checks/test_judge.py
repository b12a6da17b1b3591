"""What `judge` promises beside its rules: severities, bases, ignores, and that generating never pays for it."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterable

import pytest

from protoc_gen_ego import catalog, schema
from protoc_gen_ego.checks import RULES, Category, Settings, Side, judge
from protoc_gen_ego.checks.verdict import EGO_RULES, reach
from protoc_gen_ego.diagnostics import Diagnostic, Severity
from tests.checks.page import side
from tests.protos import HEAD, ROOT, generated, request

BARE = HEAD + "enum UserErr {\n  // @code=NOT_FOUND\n  USER_ERR_NOT_FOUND = 0;\n}\n"


def of(text: str, settings: Settings = Settings()) -> Side:  # noqa: B008 - immutable
    return side({"shop.proto": text}, settings)


def rules(found: Iterable[Diagnostic]) -> set[str]:
    return {item.rule for item in found}


def test_a_project_decides_how_much_a_rule_weighs() -> None:
    severities: dict[str, Severity | str] = {
        "CODE_UNDOCUMENTED": "off",
        "MESSAGE_MISSING": Severity.ERROR,
    }
    found = judge(*of(BARE), settings=Settings(severities))  # type: ignore[arg-type]
    assert [(item.rule, item.severity) for item in found] == [("MESSAGE_MISSING", Severity.ERROR)]


def test_severities_may_be_given_as_words() -> None:
    found = judge(*of(BARE), settings=Settings({"MESSAGE_MISSING": "info"}))  # type: ignore[dict-item]
    assert Severity.INFO in {item.severity for item in found}


def test_nothing_is_breaking_without_a_base() -> None:
    changed = BARE.replace("NOT_FOUND\n", "ABORTED\n")
    assert "STATUS_CHANGED" not in rules(judge(*of(changed)))
    assert "STATUS_CHANGED" in rules(judge(*of(changed), against=of(BARE)))


def test_a_finding_knows_the_full_name_of_what_was_released() -> None:
    verdict = reach(*of(HEAD + "enum UserErr {\n  NONE = 0;\n}\n"), against=of(BARE))
    found = {diagnostic.rule: problem.subject for diagnostic, problem in verdict.findings}
    assert found["CODE_REMOVED"] == "shop.user.v1.USER_ERR_NOT_FOUND"


def test_under_aip_an_error_may_move_within_its_domain() -> None:
    settings = Settings(identity="aip")
    domain = BARE.replace("enum", "// @domain=shop.example.com\nenum")
    moved = domain.replace("package shop.user.v1", "package shop.account.v1")
    assert "CODE_REMOVED" in rules(judge(*of(moved), against=of(domain)))
    found = judge(*of(moved, settings), against=of(domain, settings), settings=settings)
    assert "CODE_REMOVED" not in rules(found)


def test_a_part_without_codes_is_judged_like_the_repository_it_is_of() -> None:
    service = "message M {}\nservice S {\n  rpc R(M) returns (M);\n}\n"
    part = of(HEAD + service)
    assert "METHOD_ERRORS_UNDECLARED" not in rules(judge(*part))
    found = judge(*part, settings=Settings(has_codes=True), whole=False)
    assert "METHOD_ERRORS_UNDECLARED" in rules(found)


def test_imports_are_not_judged() -> None:
    protos = {
        "third/party.proto": BARE.replace("shop.user.v1", "third"),
        "shop.proto": HEAD + 'import "third/party.proto";\n',
    }
    model = schema.load(request(protos, generate=("shop.proto",)))
    assert judge(model, catalog.build(model)) == []


def test_an_imported_base_is_not_judged() -> None:
    protos = {"third/party.proto": BARE.replace("shop.user.v1", "third"), "shop.proto": HEAD}
    before = schema.load(request(protos, generate=("shop.proto",)))
    now = of(HEAD)
    assert judge(*now, against=Side(before, catalog.build(before))) == []


def test_what_was_ignored_is_told_with_its_reason() -> None:
    text = BARE.replace("  //", "  // ego:ignore CODE_UNDOCUMENTED the name says it all\n  //")
    verdict = reach(*of(text))
    [(diagnostic, line)] = verdict.ignored
    assert (diagnostic.rule, line.reason) == ("CODE_UNDOCUMENTED", "the name says it all")
    assert rules(verdict.diagnostics) == {"MESSAGE_MISSING"}


def test_the_nearest_of_two_ignores_is_the_used_one() -> None:
    text = BARE.replace("  //", "  // ego:ignore CODE_UNDOCUMENTED near\n  //").replace(
        "enum", "// ego:ignore CODE_UNDOCUMENTED far\nenum"
    )
    verdict = reach(*of(text))
    assert [line.reason for _, line in verdict.ignored] == ["near"]
    assert [item.position.line for item in verdict.diagnostics if item.rule == "IGNORE_UNUSED"] == [  # type: ignore[union-attr]
        3
    ]


def test_an_ignore_is_not_unused_because_the_repository_is_not_whole() -> None:
    text = BARE.replace("  //", "  // ego:ignore REASON_SHARED both mean the same\n  //")
    assert "IGNORE_UNUSED" in rules(judge(*of(text)))
    assert "IGNORE_UNUSED" not in rules(judge(*of(text), whole=False))


@pytest.mark.parametrize("reason", ["it is old", "it was @code=INTERNAL", ""])
def test_an_ignore_never_lands_in_generated_code(reason: str) -> None:
    text = BARE.replace("  //", f"  // Nobody.\n  // ego:ignore STATUS_CHANGED {reason}\n  //")
    text = text.replace("enum", f"/*\n * Users.\n * ego:ignore CODE_NAME {reason}\n */\nenum")
    files = generated(text, "target=errors:python+catalog:json")
    assert any("Nobody." in content for content in files.values())
    assert not [name for name, content in files.items() if "ego:ignore" in content]


def test_tags_after_an_ignore_line_keep_their_place() -> None:
    text = BARE.replace("@code=NOT_FOUND", "ego:ignore CODE_NAME why\n  // @code=NOPE")
    model = schema.load(request(text))
    [problem] = catalog.build(model).problems
    assert (problem.rule, problem.position.line, problem.position.column) == (
        "STATUS_UNKNOWN",
        5,
        6,
    )


def test_generating_does_not_import_what_it_does_not_judge() -> None:
    code = (
        "import sys, protoc_gen_ego.pipeline\n"
        "print([name for name in sys.modules if '.checks.lint' in name or '.checks.breaking' in name"
        " or name.endswith(('.verdict', '.bufplugin'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_the_shop_follows_its_own_rules() -> None:
    folder = ROOT / "proto-examples" / "proto"
    third = ROOT / "proto-examples" / "third_party"
    protos = {
        str(path.relative_to(root)): path.read_bytes()
        for root in (folder, third)
        for path in sorted(root.rglob("*.proto"))
    }
    mine = tuple(name for name in protos if name.startswith("shop/"))
    model = schema.load(request(protos, generate=mine))
    found = judge(model, catalog.build(model), settings=Settings(locales=("zh-CN", "en")))
    assert list(map(str, found)) == []


def test_bytes_that_are_no_text_do_not_hide_an_ignore() -> None:
    text = BARE.replace("  //", "  // ego:ignore CODE_UNDOCUMENTED why \xff\n  //", 1)
    made = request({"shop.proto": text})
    [file] = made.proto_file
    for location in file.source_code_info.location:
        if "ego:ignore" in location.leading_comments:
            raw = location.SerializeToString().replace("\xff".encode(), b"\xff ")
            location.ParseFromString(raw)
    model = schema.load(made)
    assert rules(judge(model, catalog.build(model))) == {"MESSAGE_MISSING"}


def test_every_rule_says_what_it_is_for() -> None:
    for rule in EGO_RULES:
        assert rule.id.isupper() and rule.purpose.endswith("."), rule.id
        assert rule.category in (Category.EGO, Category.EGO_BREAKING)
    assert len({rule.id for rule in (*RULES, *EGO_RULES)}) == len(RULES) + len(EGO_RULES)


def test_cost_grows_with_what_changed_and_not_with_its_square() -> None:
    def calls(size: int) -> int:
        def state(name: str) -> Side:
            values = "".join(
                "  // ego:ignore MESSAGE_MISSING it is generated\n"
                f"  // @code=NOT_FOUND\n  USER_ERR_{name}{number} = {number};\n"
                for number in range(size)
            )
            return of(f"{HEAD}enum UserErr {{\n{values}}}\n")

        before, now = state("A"), state("B")
        counted = itertools.count()
        sys.setprofile(lambda *_: next(counted))
        try:
            found = judge(*now, against=before)
        finally:
            sys.setprofile(None)
        assert len(found) >= size
        return next(counted)

    assert calls(1000) < 5 * calls(250)
