"""`--output FORMAT=FILE`: the reports of a real run, and which exit code each end of it has."""

from __future__ import annotations

import json
import stat
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from ego_ci.stages import STAGES

from tests.e2e.ego import commit, edit, ego, repository

SCHEMA = Path(__file__).parents[1] / "unit/ego_ci/report/gitlab-code-quality.schema.json"
SERVICE = "proto/shop/greeter/v1/greeter_service.proto"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop")


def quality(path: Path) -> list[dict[str, str]]:
    entries = json.loads(path.read_text())
    jsonschema.validate(entries, json.loads(SCHEMA.read_text()))
    assert isinstance(entries, list)
    return entries


def test_all_formats_are_written_in_one_run(shop: Path) -> None:
    edit(shop / SERVICE, "string name = 1", "int64 name = 1")
    (shop / "proto/shop/greeter/v1/gone.proto").write_text(
        'syntax = "proto3";\n\npackage shop.greeter.v1;\n'
    )
    commit(shop)
    (shop / "proto/shop/greeter/v1/gone.proto").unlink()
    edit(shop / SERVICE, "// Greets people.\n", "")
    wanted = {
        "text": "out/r.txt",
        "json": "out/r.json",
        "junit": "out/r.xml",
        "gitlab-code-quality": "out/q.json",
        "markdown": "r.md",
    }
    told = ego(
        shop.parent,
        *("-C", str(shop), "check", "--against=HEAD"),
        *(f"--output={name}={path}" for name, path in wanted.items()),
    )
    assert told.code == 1, told.err
    found = [(item["check_name"], item["severity"]) for item in quality(shop / "out/q.json")]
    assert found == [("FILE_NO_DELETE", "critical"), ("COMMENT_SERVICE", "major")]
    paths = [item["location"]["path"] for item in quality(shop / "out/q.json")]  # type: ignore[index]
    assert paths == ["proto/shop/greeter/v1/gone.proto", SERVICE]
    document = json.loads((shop / "out/r.json").read_text())
    assert [item["rule"] for item in document["diagnostics"]] == [rule for rule, _ in found]
    assert document["exit"] == 1
    assert len(list(ET.parse(shop / "out/r.xml").iter("failure"))) == 2
    assert "COMMENT_SERVICE" in (shop / "out/r.txt").read_text()
    assert "2 errors" in (shop / "r.md").read_text()
    mode = stat.S_IMODE((shop / "r.md").stat().st_mode)
    assert mode == stat.S_IMODE((shop / "buf.yaml").stat().st_mode)


def test_fingerprints_survive_unrelated_lines_and_a_replayed_run(shop: Path) -> None:
    edit(shop / SERVICE, "// Greets people.\n", "")
    prints = []
    for extra in ("", "", "// One more.\n\n"):
        path = shop / SERVICE
        path.write_text(extra + path.read_text())
        assert ego(shop, "check", "--output=gitlab-code-quality=q.json").code == 1
        prints.append([item["fingerprint"] for item in quality(shop / "q.json")])
    assert prints[0] == prints[1] == prints[2]


def test_a_clean_run_and_a_stage_that_is_skipped_are_told(shop: Path) -> None:
    arguments = ("--output=gitlab-code-quality=q.json", "--output=junit=j.xml")
    assert ego(shop, "check", *arguments).code == 0
    assert quality(shop / "q.json") == []
    edit(shop / SERVICE, "// Greets people.\n", "")
    assert ego(shop, "run", *arguments).code == 1
    assert [item["check_name"] for item in quality(shop / "q.json")] == ["COMMENT_SERVICE"]
    assert len(list(ET.parse(shop / "j.xml").iter("skipped"))) == len(STAGES) - 1


def test_what_could_not_be_checked_is_exit_2_and_leaves_no_old_report(shop: Path) -> None:
    arguments = ("check", "--output=gitlab-code-quality=q.json", "--output=junit=j.xml")
    assert ego(shop, *arguments).code == 0
    edit(shop / "buf.yaml", "version: v2", "version: v9")
    told = ego(shop, *arguments)
    assert told.code == 2
    assert told.out == "" or "findings" not in told.out
    assert not (shop / "q.json").exists()
    assert len(list(ET.parse(shop / "j.xml").iter("error"))) == 1


@pytest.mark.parametrize("code", ["exit 1", "exit 100", "kill -9 $$", "echo x; exit 100"])
def test_a_buf_that_crashes_or_answers_nonsense_is_no_finding(shop: Path, code: str) -> None:
    """buf's exit 1 is never a finding, and 100 without findings that can be read is no clean run."""
    from ego_ci.problem import Problem
    from ego_ci.process import Runner
    from ego_ci.tools.buf import Buf

    program = shop / "bin" / "buf"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{code}\n")
    program.chmod(0o755)

    class Found(Runner):
        def search(self, name: str) -> Path | None:
            return program if name == "buf" else super().search(name)

    buf = Buf(Found(), shop)
    for ask in (
        lambda: buf.build(shop / "i"),
        lambda: buf.lint(shop / "i", config={}),
        lambda: buf.breaking(shop / "i", against=shop / "i", config={}),
        lambda: buf.format(fix=False),
    ):
        with pytest.raises(Problem):
            ask()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("junti=x", "did you mean junit?"),
        ("json", "name a file: json=FILE"),
        ("json=", "name a file: json=FILE"),
        ("json=.", "is a folder"),
    ],
)
def test_a_wrong_output_is_a_usage_error(shop: Path, value: str, message: str) -> None:
    told = ego(shop, "check", "--output", value)
    assert told.code == 2
    assert message in told.err


def test_two_reports_in_one_file_are_refused_and_a_dry_run_writes_none(shop: Path) -> None:
    told = ego(shop, "check", "--output=json=x", "--output=text=./x")
    assert told.code == 2
    assert "two reports" in told.err
    assert ego(shop, "check", "--dry-run", "--output=json=x").code == 0
    assert not (shop / "x").exists()
