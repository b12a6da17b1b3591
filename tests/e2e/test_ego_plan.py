"""`ego plan`: the packages that changed and those that need them, told without compiling anything."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.e2e.ego import Told, commit, edit, ego, git

PROTO = 'syntax = "proto3";\n\npackage {0}.v1;\n\n{1}\n// A thing.\nmessage Thing {{}}\n'
NEEDS = {"base": "", "user": "base", "order": "user", "mail": "base", "alone": ""}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Five packages in two languages; `order` needs `user`, `user` and `mail` need `base`."""
    for name, other in NEEDS.items():
        place = tmp_path / "proto" / name / "v1"
        place.mkdir(parents=True)
        imports = f'import "{other}/v1/thing.proto";\n' if other else ""
        (place / "thing.proto").write_text(PROTO.format(name, imports))
    (tmp_path / "buf.yaml").write_text("version: v2\nmodules:\n  - path: proto\n")
    packages = [{"name": name, "paths": [f"proto/{name}"]} for name in NEEDS]
    settings = {"name": "acme", "languages": ["python", "go"], "packages": packages}
    (tmp_path / "ego.yaml").write_text(yaml.safe_dump(settings))
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    return tmp_path


def plan(folder: Path, *arguments: str) -> Told:
    told = ego(folder, "plan", "--json", "--against", "main", *arguments)
    assert told.code == 0, told.err
    return told


def packages(told: Told) -> list[list[str]]:
    return [job["packages"] for job in told.document["jobs"]]


def test_a_change_is_built_with_all_that_needs_it(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    edit(repository / "proto/user/v1/thing.proto", "A thing", "Another thing")
    commit(repository)
    told = plan(repository)
    assert packages(told) == [["user"], ["order"]]
    assert [job["along"] for job in told.document["jobs"]] == [["base"], []]
    assert told.document["everything_because"] is None
    assert told.err == "2 of 5 packages: 4 jobs\n"


def test_what_is_not_committed_counts_too(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    commit_of_nothing = ("commit", "-q", "--allow-empty", "-m", "empty")
    git(repository, *commit_of_nothing)
    edit(repository / "proto/mail/v1/thing.proto", "A thing", "Another thing")
    assert packages(plan(repository)) == [["mail"]]


def test_a_file_that_is_gone_changes_its_package(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    more = repository / "proto/alone/v1/more.proto"
    more.write_text(PROTO.format("alone", ""))
    git(repository, "checkout", "-q", "main")
    commit(repository)
    git(repository, "checkout", "-q", "-b", "removal")
    more.unlink()
    commit(repository)
    assert packages(plan(repository)) == [["alone"]]


def test_configuration_changes_everything(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    (repository / "ego.yaml").write_text((repository / "ego.yaml").read_text() + "license: MIT\n")
    commit(repository)
    told = plan(repository)
    assert len(packages(told)) == 5
    assert told.document["everything_because"] == "ego.yaml changed"


@pytest.mark.parametrize("path", ["LICENSE", "templates/python/errors.py.j2"])
def test_what_stands_in_every_package_changes_everything(repository: Path, path: str) -> None:
    file = repository / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("one\n")
    settings = repository / "ego.yaml"
    settings.write_text(f"{settings.read_text()}errors: {{templates: templates}}\n")
    (repository / "templates").mkdir(exist_ok=True)
    commit(repository)
    git(repository, "checkout", "-q", "-b", "feature")
    file.write_text("two\n")
    commit(repository)
    told = plan(repository)
    assert len(packages(told)) == 5
    assert told.document["everything_because"] == f"{path.split('/')[0]} changed"


def test_nothing_changed_is_nothing_to_do(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "feature")
    git(repository, "commit", "-q", "--allow-empty", "-m", "empty")
    told = ego(repository, "plan", "--against", "main", "--to", "child.yml")
    assert told.err == "0 of 5 packages: 0 jobs\n"
    document = yaml.safe_load((repository / "child.yml").read_text())
    assert "planned" in document
    assert "publish" not in document


def test_all_is_every_package_in_the_asked_languages(repository: Path) -> None:
    told = plan(repository, "--all", "--languages", '["go"]')
    assert sorted(name for job in packages(told) for name in job) == sorted(NEEDS)
    assert told.document["languages"] == ["go"]


def test_packages_share_jobs_when_there_are_too_many(repository: Path) -> None:
    told = plan(repository, "--all", "--max-jobs", "10")
    assert len(packages(told)) <= 3
    assert sorted(name for job in packages(told) for name in job) == sorted(NEEDS)


def test_a_repository_that_is_not_split_is_one_package(tmp_path: Path) -> None:
    assert ego(tmp_path, "init", "acme").code == 0
    told = ego(tmp_path / "acme", "plan", "--json")
    assert packages(told) == [["acme"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--languages", "rust"], "rust is not among the languages of ego.yaml"),
        (["--version", "1.2"], "'1.2' is no version"),
        (["--input", "image"], "'image' is no input"),
        (["--input", "nonsense=1"], "has no input nonsense"),
        (["--input", "directory=$(id)"], "cannot be '$(id)'"),
        (["--against", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_is_said(repository: Path, arguments: list[str], message: str) -> None:
    told = ego(repository, "plan", *arguments)
    assert told.code == 2
    assert message in told.err
    assert told.out == ""


def test_a_dry_run_writes_nothing(repository: Path) -> None:
    told = ego(repository, "plan", "--all", "--to", "child.yml", "--dry-run")
    assert told.code == 0
    assert not (repository / "child.yml").exists()
