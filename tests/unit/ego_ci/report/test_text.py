"""How findings and tables look."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci import report
from ego_ci.console import Console

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


def finding(path: str, line: int, column: int, **more: object) -> Diagnostic:
    made = Diagnostic(Position(path, line, column), Severity.ERROR, "RULE", "it is wrong")
    return made._replace(**more)  # type: ignore[arg-type]


def text(folder: Path, item: Diagnostic, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    return report.findings([item], root=folder).split("\n")


def test_a_finding_shows_its_line_and_points_at_the_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.proto").write_text("one\n\tstring x = 1;\n")
    assert text(tmp_path, finding("a.proto", 2, 9), monkeypatch) == [
        "a.proto:2:9: error: RULE: it is wrong",
        "  |  string x = 1;",
        "  |         ^",
    ]


def test_the_caret_stands_below_wide_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.proto").write_text('"找不到" x\n', encoding="utf-8")
    lines = text(tmp_path, finding("a.proto", 1, 7), monkeypatch)
    assert lines[2].index("^") == len('  | "') + 3 * 2 + len('" ')


def test_the_other_place_and_the_remedy_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = finding(
        "a", 1, 1, remedy="rename one", related=((Position("b", 2, 3), "first declared"),)
    )
    assert text(tmp_path, item, monkeypatch)[1:] == [
        "  b:2:3: first declared",
        "  help: rename one",
    ]


def test_paths_are_those_that_the_current_folder_can_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x").mkdir()
    monkeypatch.chdir(tmp_path / "x")
    assert report.findings([finding("a", 1, 1)], root=tmp_path).startswith("../a:1:1: ")
    monkeypatch.chdir("/")
    assert report.findings([finding("a", 1, 1)], root=Path("/x")).startswith("x/a:1:1: ")


@pytest.mark.parametrize("line", [0, 2, 99])
def test_a_line_that_is_not_there_shows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: int
) -> None:
    (tmp_path / "a").write_bytes(b"\xff\n")
    assert len(text(tmp_path, finding("a", line, 1), monkeypatch)) == 1
    assert len(text(tmp_path, finding("gone", 1, 1), monkeypatch)) == 1


def test_hostile_text_stays_on_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("x \x1b[31m\u2028 y\n", encoding="utf-8")
    item = finding("a", 1, 1, message="m\x1b[2J\nn", remedy="r\rs")
    told = "\n".join(text(tmp_path, item, monkeypatch))
    assert "\x1b" not in told
    assert "\r" not in told
    assert told.count("\n") == 3


def test_json_has_every_field_and_null_without_a_place() -> None:
    item = Diagnostic(None, Severity.WARNING, "R", "m", "do", ((Position("b", 1, 2), "n"),))
    assert report.as_json(item) == {
        "path": None,
        "line": None,
        "column": None,
        "severity": "warning",
        "rule": "R",
        "message": "m",
        "remedy": "do",
        "related": [{"path": "b", "line": 1, "column": 2, "message": "n"}],
    }


def test_columns_align_with_wide_letters() -> None:
    lines = report.table(["a", "n"], [["找", "1"], ["xyz", "10"]], right=frozenset({1}))
    assert lines == ["a     n", "找    1", "xyz  10"]


def test_counts_name_each_severity() -> None:
    error = finding("a", 1, 1)
    assert report.counts([]) == ""
    assert (
        report.counts([error, error, error._replace(severity=Severity.INFO)]) == "2 errors, 1 info"
    )


def test_rules_are_counted_the_most_first() -> None:
    error = finding("a", 1, 1)
    found = [error, error._replace(rule="B"), error._replace(rule="B"), error._replace(rule="A")]
    assert report.by_rule(found) == "2 B, 1 A, 1 RULE"


@pytest.mark.parametrize(
    ("variables", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_needs_a_terminal_and_no_no_color(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colour: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for stream in ("sys.stdout", "sys.stderr"):
        monkeypatch.setattr(f"{stream}.isatty", lambda: True)
    console = Console.of_terminal(verbose=False, quiet=False, json=False)
    assert console.color is colour
    assert (console.style("x", "red") == "\x1b[31mx\x1b[0m") is colour
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    assert not Console.of_terminal(verbose=False, quiet=False, json=False).color
