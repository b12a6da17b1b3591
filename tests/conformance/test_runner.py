"""The runner against testees that are wrong, dead, mute or missing: none of them passes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conformance import hostile
from tests.conformance.__main__ import main
from tests.conformance.agreement import ask_all
from tests.conformance.compare import check, differences
from tests.conformance.suite import grid, run_vectors
from tests.conformance.testee import Testee, TesteeError, ToolchainMissingError, languages
from tests.conformance.vectors import Case

CASES = (Case("group", "first", {"op": "x"}, {"n": 1}), Case("group", "second", {}, {"n": 1}))
ECHO = "import sys, json\nfor line in sys.stdin:\n"
ANSWER = "    print(json.dumps({'id': json.loads(line)['id'], 'n': %s}), flush=True)\n"


def _testee(folder: Path, language: str, program: str) -> None:
    script = folder / language / "run"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\n{program}", "utf-8")
    script.chmod(0o755)


def test_languages_are_the_folders_and_none_is_forgotten(tmp_path: Path) -> None:
    _testee(tmp_path, "b", "")
    (tmp_path / "a").mkdir()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "notes.md").touch()
    assert languages(tmp_path) == ("a", "b")
    assert "cannot start" in run_vectors("a", CASES, folder=tmp_path).broken


def test_right_answers_pass(tmp_path: Path) -> None:
    _testee(tmp_path, "good", ECHO + ANSWER % "1")
    result = run_vectors("good", CASES, folder=tmp_path)
    assert result.ok
    assert result.passed == {"group": 2}


def test_wrong_answer_is_a_failure_that_shows_both(tmp_path: Path) -> None:
    _testee(tmp_path, "bad", ECHO + ANSWER % "json.loads(line)['id'] + 1")
    result = run_vectors("bad", CASES, folder=tmp_path)
    assert not result.ok
    assert result.failures["group: second"][0] == "n: expected 1, got 2"
    assert "1/2 FAIL" in grid([result], CASES)


def test_dying_testee_is_reported_with_its_last_words(tmp_path: Path) -> None:
    _testee(tmp_path, "dead", ECHO + "    sys.exit('out of luck')\n")
    result = run_vectors("dead", CASES, folder=tmp_path)
    assert not result.ok
    assert "exit code 1" in result.broken
    assert "out of luck" in result.broken


def test_testee_that_fails_at_the_end_does_not_pass(tmp_path: Path) -> None:
    _testee(tmp_path, "late", ECHO + ANSWER % "1" + "sys.exit(3)\n")
    assert "exit code 3" in run_vectors("late", CASES, folder=tmp_path).broken


def test_answer_that_is_no_json_is_reported(tmp_path: Path) -> None:
    _testee(tmp_path, "chatty", ECHO + "    print('hello', flush=True)\n")
    assert "not JSON" in run_vectors("chatty", CASES, folder=tmp_path).broken


def test_missing_toolchain_is_told_apart_and_is_no_pass(tmp_path: Path) -> None:
    _testee(
        tmp_path, "cobol", "import sys\nprint('cobc is missing', file=sys.stderr)\nsys.exit(69)"
    )
    result = run_vectors("cobol", CASES, folder=tmp_path)
    assert result.toolchain_missing
    assert not result.ok
    assert "cobc is missing" in result.broken
    assert "NO TOOLS" in grid([result], CASES)
    with pytest.raises(ToolchainMissingError), Testee("cobol", tmp_path) as testee:
        list(testee.ask([b"{}"]))


def test_testee_without_a_run_script_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(TesteeError, match="cannot start"), Testee("absent", tmp_path):
        pass


def test_testee_that_does_not_flush_is_not_waited_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.conformance.testee.BUILD_SECONDS", 0.5)
    _testee(tmp_path, "mute", ECHO + "    pass\n")
    assert "no answer within" in run_vectors("mute", CASES, folder=tmp_path).broken


def test_disagreement_shows_line_and_both_answers(tmp_path: Path) -> None:
    _testee(tmp_path, "one", ECHO + ANSWER % "1")
    _testee(tmp_path, "two", ECHO + ANSWER % "2")
    (answered,) = ask_all(("one", "two"), [b'{"id": "q"}'], folder=tmp_path)
    assert answered.differing == ["one (expected) / two (got): n: expected 1, got 2"]
    assert '{"id": "q"}' in answered.report()


def test_free_error_text_is_no_difference_but_names_are_required() -> None:
    answer = {"error": {"kind": "duplicate", "text": "a.X and b.X"}}
    wanted = {"error": {"kind": "duplicate", "text_names": ["a.X", "c.X"]}}
    assert check(wanted, answer) == ["error.text: 'c.X' is not named in 'a.X and b.X'"]
    assert check({"error": {"kind": "duplicate"}}, answer) == []


def test_true_is_not_one_and_missing_is_not_null() -> None:
    assert differences({"a": 1}, {"a": True}) == ["a: expected 1, got true"]
    assert differences({"a": None}, {}) == ["a: expected null, got nothing"]
    assert differences({}, {"a": None}) == ["a: expected nothing, got null"]


def test_unknown_language_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "cobol"]) == 2
    assert "python" in capsys.readouterr().err


def test_input_file_is_answered_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = '{"id": 1, "op": "from_error", "grpc_status": 5}\nnonsense\n'
    (tmp_path / "input.jsonl").write_text(lines, "utf-8")
    assert main(["--language", "python", "--input", str(tmp_path / "input.jsonl")]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert '"status": "NOT_FOUND"' in first
    assert '"kind": "malformed"' in second


def test_input_file_that_is_not_there_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "python", "--input", str(tmp_path / "missing.jsonl")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_hostile_lines_are_the_same_for_the_same_seed() -> None:
    assert list(hostile.lines(5, 50)) == list(hostile.lines(5, 50))
    assert list(hostile.lines(5, 50)) != list(hostile.lines(6, 50))


@pytest.mark.parametrize(
    ("line", "answer", "problem"),
    [
        (b"garbage", {"id": None, "none": True}, "not answered as malformed"),
        (b'{"id": 1}', {"id": 2}, "id 2 is not the request's"),
        (
            b'{"id": 1, "op": "chain"}',
            {"id": 1, "error": {}},
            "an error is answered to a valid request",
        ),
        (b'{"id": 1, "op": "register"}', {"id": 1, "none": True}, "neither registered nor refused"),
        (
            b'{"id": 1, "op": "to_status"}',
            {"id": 1, "grpc_status": 5, "grpc_message": "%" * 3000, "details_b64": None},
            "1832 bytes over the budget",
        ),
    ],
)
def test_judge_finds_what_no_answer_may_do(
    line: bytes, answer: dict[str, object], problem: str
) -> None:
    assert hostile.judge(line, answer) == [problem]
