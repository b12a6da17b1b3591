"""What a tree is compared with, asked of real git: branches, tags, shallow clones, odd names."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.stages import base
from ego_ci.stages.base import Base
from ego_ci.tools.git import Git

from tests.e2e.ego import git

MANY = 60


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in base.VARIABLES:
        monkeypatch.delenv(name, raising=False)


def empty(folder: Path, message: str) -> str:
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """main: one, v1.0.0, two; feature (checked out): one, v1.0.0, MANY commits."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    empty(folder, "one")
    git(folder, "tag", "v1.0.0")
    git(folder, "checkout", "-q", "-b", "feature")
    for number in range(MANY):
        empty(folder, f"feature {number}")
    git(folder, "checkout", "-q", "main")
    empty(folder, "two")
    git(folder, "checkout", "-q", "feature")
    return folder


def find(folder: Path, against: str = "merge-base", target: str = "") -> Base:
    return base.find(Git(Runner(), folder), against=against, target=target)


def clone(repo: Path, name: str, *arguments: str) -> Path:
    target = repo.parent / name
    git(repo, "clone", "-q", *arguments, f"file://{repo}", str(target))
    return target


def test_a_branch_is_compared_with_where_it_left(repo: Path) -> None:
    start = git(repo, "rev-parse", "v1.0.0")
    assert find(repo).commit == start
    git(repo, "checkout", "-q", "--detach")
    assert find(repo) == Base(
        start, f"merge base {start[:12]}", head=git(repo, "rev-parse", "HEAD")
    )
    assert find(repo, target="feature").commit == git(repo, "rev-parse", "HEAD")
    assert find(repo, target="gone").reason == "no common commit with gone"


@pytest.mark.parametrize("variable", ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_DEFAULT_BRANCH"])
def test_a_shallow_clone_fetches_until_the_branches_meet(
    repo: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    start = git(repo, "rev-parse", "v1.0.0")
    shallow = clone(repo, "shallow", "--depth=1", "--branch=feature")
    git(shallow, "checkout", "-q", "--detach")
    monkeypatch.setenv(variable, "main")
    assert find(shallow).commit == start
    assert Git(Runner(), shallow).is_shallow() is False


def test_a_shallow_clone_of_one_branch_asks_the_remote_for_the_target(repo: Path) -> None:
    start = git(repo, "rev-parse", "v1.0.0")
    git(repo, "branch", "-m", "main", "trunk")
    git(repo, "checkout", "-q", "trunk")
    shallow = clone(repo, "shallow", "--depth=1", "--branch=feature")
    head = git(shallow, "rev-parse", "HEAD")
    assert find(shallow) == Base(start, f"merge base {start[:12]}", head=head)
    git(repo, "checkout", "-q", "--detach")
    alone = clone(repo, "alone", "--depth=1", "--branch=feature")
    assert find(alone).name == f"HEAD {head[:12]}", "a remote without a branch has no target"


def test_a_shallow_clone_fetches_the_base_that_gitlab_names(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = git(repo, "rev-parse", "v1.0.0")
    shallow = clone(repo, "shallow", "--depth=1")
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", start)
    assert find(shallow).commit == start
    assert Git(Runner(), shallow).is_shallow()


@pytest.mark.parametrize("name", ["v1.0.0", "main"])
def test_a_shallow_clone_fetches_a_tag_or_branch_that_is_named(repo: Path, name: str) -> None:
    shallow = clone(repo, "shallow", "--depth=1", "--no-tags")
    assert find(shallow, name).commit == git(repo, "rev-parse", name)
    with pytest.raises(Problem, match="git knows no other"):
        find(shallow, "other")


def test_a_shallow_clone_fetches_back_to_the_last_release(repo: Path) -> None:
    shallow = clone(repo, "shallow", "--depth=1")
    assert find(shallow, "release").commit == git(repo, "rev-parse", "v1.0.0")
    alone = clone(repo, "alone", "--depth=1")
    git(alone, "remote", "remove", "origin")
    assert find(alone, "release").reason == "no release tag yet"


def test_a_release_is_a_version_without_a_suffix_and_not_the_one_being_made(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tag in ("v1.2.0", "1.10.0", "v1.9.0", "v2.0.0-rc.1", "nightly", "v9"):
        git(repo, "tag", tag)
    assert find(repo, "release").name == "1.10.0"
    monkeypatch.setenv("CI_COMMIT_TAG", "1.10.0")
    assert find(repo, "release").name == "v1.9.0"


def test_a_branch_of_the_tags_name_does_not_hide_the_release(repo: Path) -> None:
    git(repo, "branch", "v1.0.0", "main")
    assert find(repo, "release").commit == git(repo, "rev-parse", "refs/tags/v1.0.0")


def test_a_push_to_the_target_branch_is_compared_with_what_was_there(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repo, "checkout", "-q", "main")
    before = git(repo, "rev-parse", "HEAD~1")
    assert find(repo).commit == git(repo, "rev-parse", "HEAD")
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "main")
    monkeypatch.setenv("CI_COMMIT_BEFORE_SHA", before)
    assert find(repo).commit == before
    monkeypatch.setenv("CI_COMMIT_BEFORE_SHA", "0" * 40)
    assert find(repo).commit == git(repo, "rev-parse", "HEAD")


def test_a_ref_that_looks_like_an_option_is_only_a_ref(repo: Path) -> None:
    head = git(repo, "rev-parse", "HEAD")
    for name in ("--output=x", "-q", "--upload-pack=touch x"):
        with pytest.raises(Problem):
            find(repo, name)
    for name in ("--output=x", "-q"):
        git(repo, "update-ref", f"refs/heads/{name}", head)
        assert find(repo, f"refs/heads/{name}").commit == head
        assert find(repo, target=name).commit == head
    assert not (repo / "x").exists()


@pytest.mark.parametrize("against", ["merge-base", "release"])
def test_no_base_is_a_reason(tmp_path: Path, against: str) -> None:
    assert find(tmp_path, against).reason == "no git repository here"
    with pytest.raises(Problem, match="no git repository"):
        find(tmp_path, "main")
    git(tmp_path, "init", "-q")
    assert find(tmp_path, against).reason == "no commit yet"
    assert find(tmp_path, "none").reason == "breaking.against is none"
