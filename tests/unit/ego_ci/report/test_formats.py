"""Reports in files: what each format says of findings, of none, and of a run that could not check."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from ego_ci import report
from ego_ci.problem import Problem
from ego_ci.report import Part, Report
from ego_ci.report.fingerprint import fingerprints
from ego_ci.report.model import unique

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

SCHEMA = json.loads(Path(__file__).with_name("gitlab-code-quality.schema.json").read_text())
HOSTILE = "a\x1b[2J`|<script>@all\n# x\u2028 \ud800\uffff ``]]>"


def finding(path: str = "a.proto", line: int = 2, **more: object) -> Diagnostic:
    made = Diagnostic(Position(path, line, 3), Severity.ERROR, "RULE", "it is wrong")
    return made._replace(**more)  # type: ignore[arg-type]


def told(*found: Diagnostic, root: Path = Path("/nowhere"), **more: object) -> Report:
    failing = any(item.severity is Severity.ERROR for item in found)
    part = Part("check", "findings" if failing else "ok", found, **more)  # type: ignore[arg-type]
    return Report(root, (part,), int(failing))


def printed(name: str, shown: Report) -> str:
    text = report.printer(name)(shown)
    assert text is not None
    return text


def quality(shown: Report) -> list[dict[str, object]]:
    entries = json.loads(printed("gitlab-code-quality", shown))
    jsonschema.validate(entries, SCHEMA)
    assert isinstance(entries, list)
    return entries


def test_a_clean_run_is_an_empty_array_of_code_quality() -> None:
    assert quality(told()) == []


def test_every_finding_has_a_path_and_a_fingerprint_of_its_own(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = tmp_path / "below" / "it"
    root.mkdir(parents=True)
    entries = quality(told(finding(), finding(line=9), finding(position=None), root=root))
    paths = [entry["location"] for entry in entries]
    assert paths == [
        {"path": f"below/it/{path}", "lines": {"begin": line}}
        for path, line in (("ego.yaml", 1), ("a.proto", 2), ("a.proto", 9))
    ]
    assert len({str(entry["fingerprint"]) for entry in entries}) == 3


@pytest.mark.parametrize(
    ("severity", "rule", "shown"),
    [
        (Severity.ERROR, "COMPILE", "blocker"),
        (Severity.ERROR, "FIELD_NO_DELETE", "critical"),
        (Severity.WARNING, "FIELD_NO_DELETE", "minor"),
        (Severity.ERROR, "RULE", "major"),
        (Severity.WARNING, "RULE", "minor"),
        (Severity.INFO, "RULE", "info"),
    ],
)
def test_severities_of_gitlab_tell_the_kinds_apart(
    severity: Severity, rule: str, shown: str
) -> None:
    item = finding(severity=severity, rule=rule)
    (entry,) = quality(told(item, data={"breaking": ["FIELD_NO_DELETE"]}))
    assert entry["severity"] == shown


def test_a_run_that_could_not_check_has_no_code_quality_report() -> None:
    shown = Report(Path("/"), (Part("check", "failed"),), 2, Problem("full", remedy="free it"))
    assert report.printer("gitlab-code-quality")(shown) is None
    (suite, problem) = ET.fromstring(printed("junit", shown)).findall("testsuite")
    assert (suite.get("tests"), problem.get("errors"), problem.get("failures")) == ("0", "1", "0")
    assert "could not check" in printed("markdown", shown)
    assert "no findings" not in printed("text", shown)
    assert json.loads(printed("json", shown))["exit"] == 2


def test_a_fingerprint_survives_what_moves_the_line_and_not_what_changes_it(tmp_path: Path) -> None:
    file = tmp_path / "a.proto"
    file.write_text("one\n  two\n  two\n")
    before = fingerprints([finding(), finding(line=3)], root=tmp_path)
    later = tmp_path / "later"
    later.mkdir()
    (later / "a.proto").write_text("\n\nnew\none\n    two\ntwo\n")
    assert fingerprints([finding(line=5), finding(line=6)], root=later) == before
    assert fingerprints([finding(line=1)], root=later)[0] not in before
    assert fingerprints([finding(line=5, message="m")], root=later)[0] not in before
    assert fingerprints([finding("b.proto")], root=later)[0] not in before


def test_what_two_tools_say_alike_stands_there_once_with_its_greater_weight() -> None:
    weak = finding(severity=Severity.WARNING, remedy="do")
    assert unique([weak, finding(), finding("0.proto"), finding()]) == [
        finding("0.proto"),
        finding(),
    ]
    parts = (Part("check", "findings", (finding(),)), Part("catalog", "findings", (finding(),)))
    assert [stage for stage, _ in Report(Path("/"), parts).found] == ["check"]


def test_junit_counts_errors_as_failures_and_a_clean_stage_as_a_test() -> None:
    (clean,) = ET.fromstring(printed("junit", told())).findall("testsuite")
    assert (clean.get("name"), clean.get("tests"), clean.get("failures")) == ("check", "1", "0")
    item, warning = finding(line=7), finding(severity=Severity.WARNING, rule="W")
    (suite,) = ET.fromstring(printed("junit", told(item, finding(), warning))).findall("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    names = [case.get("name") for case in suite]
    assert names == ["a.proto: it is wrong", "a.proto: it is wrong", "a.proto: it is wrong (2)"]
    assert [len(case.findall("failure")) for case in suite] == [1, 0, 1]
    skipped = Report(Path("/"), (Part("package", "skipped", reason="check has findings"),))
    (suite,) = ET.fromstring(printed("junit", skipped)).findall("testsuite")
    assert suite.get("skipped") == "1"


@pytest.mark.parametrize("name", report.FORMATS)
def test_hostile_text_stays_inside_its_place(name: str) -> None:
    shown = told(finding(HOSTILE, message=HOSTILE, remedy=HOSTILE), notes=(HOSTILE,))
    text = printed(name, shown)
    assert "\x1b" not in text
    assert "\u2028" not in text
    text.encode("utf-8")
    if name == "junit":
        assert len(list(ET.fromstring(text).iter("failure"))) == 1
    if name == "markdown":
        (row,) = [line for line in text.splitlines() if "RULE" in line and "❌" in line]
        assert row.startswith("| ❌ error | ```")
        assert "\n# x" not in text
    if name == "gitlab-code-quality":
        quality(shown)


def test_markdown_lists_the_worst_first_and_says_how_many_are_left_out() -> None:
    assert printed("markdown", told(notes=("compared with v1",))).splitlines() == [
        "### ego check: ✅ no findings",
        "",
        "* `compared with v1`",
    ]
    piped = printed("markdown", told(finding(message="a|b"), notes=("c|d",))).splitlines()
    assert piped[-1] == "* `c|d`", "a bar ends a cell, and nothing outside of a table"
    assert "| `a\\|b` |" in piped[-3]
    weak = finding("0.proto", severity=Severity.WARNING)
    lines = printed("markdown", told(weak, *(finding(line=n) for n in range(1, 151)))).splitlines()
    assert lines[0] == "### ego check: ❌ 150 errors, 1 warning"
    assert lines[-1] == "… and 51 more."
    rows = [line for line in lines if line.startswith("| ❌")]
    assert len(rows) == 100
    assert rows[0] == "| ❌ error | `a.proto:1` | `RULE` | `it is wrong` |"
