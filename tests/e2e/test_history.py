"""A history of real commits (history/steps.yaml): what each change is to the checks, and which version follows."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from ego_ci.cli import ego as command
from ego_ci.flags import Globals
from ego_ci.versions.semver import parse

from tests.e2e.ego import CI, commit, edit, git

TABLE = yaml.safe_load((Path(__file__).parent / "history" / "steps.yaml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = TABLE["steps"]


@dataclass(frozen=True)
class Seen:
    """What the commands said after one step."""

    check: list[str]
    version: Mapping[str, Any]
    changelog: str


def told(folder: Path, *arguments: str) -> str:
    """`ego` in this process: fifty steps need not start Python two hundred times."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        command.main(
            ["-C", str(folder), *arguments], standalone_mode=False, prog_name="ego", obj=Globals()
        )
    return out.getvalue()


def apply(folder: Path, step: Mapping[str, Any]) -> None:
    for name, old, new in step.get("edit", ()):
        edit(folder / name, old, new)
    for name, text in step.get("write", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name in step.get("remove", ()):
        (folder / name).unlink()


def marked(item: Mapping[str, Any]) -> str:
    rule = str(item["rule"])
    return {"error": rule, "warning": rule.lower()}.get(item["severity"], f"({rule})")


def look(folder: Path) -> Seen:
    found = json.loads(told(folder, "--json", "check", "--against=release", "--all"))
    assert "problem" not in found, found
    return Seen(
        check=sorted(marked(item) for item in found["diagnostics"]),
        version=json.loads(told(folder, "--json", "version")),
        changelog=told(folder, "changelog"),
    )


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Seen]]]:
    """The repository after all steps, and what was said after each."""
    folder = tmp_path_factory.mktemp("history") / "acme"
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(CI)]:
            patch.delenv(name)
        apply(folder, {"write": TABLE["start"]})
        git(folder, "init", "-q", "-b", "main")
        commit(folder, "start")
        first = json.loads(told(folder, "--json", "version"))
        assert (first["version"], first["previous"]) == ("0.1.0", None), "as ego.yaml says"
        git(folder, "tag", "v0.1.0")
        for step in STEPS:
            apply(folder, step)
            commit(folder, step["does"])
            seen.append(look(folder))
            released = step.get("release", step["version"])
            git(folder, "tag", "-f", f"v{released}")
        yield folder, seen


def test_there_are_enough_changes_and_each_has_a_name() -> None:
    names = [step["does"] for step in STEPS]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step["does"] for step in STEPS])
def test_each_change_has_its_findings_and_its_version(
    history: tuple[Path, list[Seen]], number: int
) -> None:
    step, seen = STEPS[number], history[1][number]
    before = STEPS[number - 1] if number else {"version": "0.1.0"}
    previous = before.get("release", before["version"])
    assert seen.check == sorted(step.get("check", []))
    assert seen.version["version"] == step["version"], seen.version["reasons"]
    assert seen.version["previous"] == previous
    assert (seen.version["version"] == previous) == (not seen.version["reasons"])
    at = 0
    for text in step.get("says", ()):
        assert text in seen.changelog[at:], seen.changelog
        at = seen.changelog.index(text, at) + len(text)


def test_every_reason_has_its_place_and_every_break_its_rule(
    history: tuple[Path, list[Seen]],
) -> None:
    for step, seen in zip(STEPS, history[1], strict=True):
        for reason in seen.version["reasons"]:
            assert reason["path"], step["does"]
            assert reason["line"] >= 1
            assert reason["element"] != "finding", "each break is told in words, not as a rule"
        breaks = {rule.strip("()") for rule in step.get("check", []) if rule.isupper()}
        told_rules = {rule for reason in seen.version["reasons"] for rule in reason["rules"]}
        assert told_rules <= breaks | {"STATUS_CHANGED"}, step["does"]


def test_the_changelog_between_two_releases_is_that_of_all_between_them(
    history: tuple[Path, list[Seen]],
) -> None:
    folder, _ = history
    page = told(folder, "changelog", "--from", "v1.0.0", "--to", "v2.0.0")
    assert page.startswith("# Changes from `v1.0.0` to `v2.0.0`\n")
    assert "* Service `ClubService` added" in page
    assert "`idempotency_level`" not in page, "what is new as a whole has no history of its own"
    assert "## `acme.old.v1`" in page
    versions = [parse(step["version"]).precedence for step in STEPS]
    assert versions[3:] == sorted(versions[3:])
