"""`ego init`: a repository to start from, green at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ego_ci.plan.component import filled

from tests.e2e.ego import commit, ego, git, scaffold

FILES = {".gitignore", ".gitlab-ci.yml", ".gitlab/ego.yml", "buf.yaml", "ego.yaml"}


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.parametrize("name", ["shop", "-1 Größe & class 找"])
def test_a_fresh_scaffold_is_green_at_once_and_then_unchanged(tmp_path: Path, name: str) -> None:
    folder = scaffold(tmp_path / name)
    assert {path for path in files(folder) if not path.endswith(".proto")} == FILES
    told = ego(folder, "run")
    assert told.code == 0, told.out + told.err
    assert [line.split()[:2] for line in told.out.splitlines()[1:7]] == [
        [stage, "ok"] for stage in ("check", "catalog", "generate", "package", "docs", "publish")
    ]
    assert told.err == ""
    again = ego(folder, "run")
    assert again.code == 0
    assert again.out.count("(unchanged)") == 6


@pytest.mark.parametrize("name", ["2024", "no", "null", "2024-01-01", "1e5"])
def test_a_folder_named_like_something_else_in_yaml_is_a_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    told = ego(tmp_path / name, "init")
    assert told.code == 0, told.err
    assert ego(tmp_path / name, "config", "--json").document["name"] == name


def test_in_a_git_repository_it_is_green_and_ignores_what_is_made(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    told = ego(folder, "run")
    assert told.code == 0, told.out + told.err
    assert "breaking: compared with merge base" in told.out
    assert git(folder, "status", "--porcelain") == ""


def test_what_is_there_is_kept_and_said(tmp_path: Path) -> None:
    (tmp_path / "ego.yaml").write_text("name: mine\n")
    (tmp_path / "buf.yaml").symlink_to("nowhere")
    told = ego(tmp_path, "init")
    assert told.code == 0
    assert "kept    ego.yaml" in told.err
    assert "kept    buf.yaml" in told.err
    assert (tmp_path / "ego.yaml").read_text() == "name: mine\n"
    assert not (tmp_path / "nowhere").exists()
    again = ego(tmp_path, "init", "--force", "--json").document
    assert "ego.yaml" in again["written"]
    assert again["kept"] == []
    assert (tmp_path / "ego.yaml").read_text() != "name: mine\n"


def test_existing_protos_get_no_example(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "a.proto").write_text('syntax = "proto3";\n')
    assert ego(tmp_path, "init").code == 0
    assert {path for path in files(tmp_path) if path.endswith(".proto")} == {"api/a.proto"}
    assert yaml.safe_load((tmp_path / "buf.yaml").read_text())["modules"] == [{"path": "."}]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    told = ego(tmp_path, "init", "new", "--dry-run")
    assert told.code == 0
    assert told.err.count("would write") == 7
    assert files(tmp_path) == set()


def test_the_pipeline_calls_commands_that_exist(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    jobs = filled({}, (folder / ".gitlab" / "ego.yml").read_text(encoding="utf-8"))
    lines = [
        line for job in jobs.values() if isinstance(job, dict) for line in job.get("script", ())
    ]
    commands = {
        name for line in lines for name in re.findall(r'ego -C "\$EGO_DIRECTORY" (\w+)', line)
    }
    told = ego(Path("/"), "--help")
    listed = {line.split()[0] for line in told.out.partition("Commands:")[2].splitlines() if line}
    assert {"check", "version", "package", "docs", "plan", "publish"} <= commands
    assert commands <= listed
