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
    with pytest.raises(Problem, match="origin does not say which of its branches is the target"):
        find(alone)
    assert find(alone, target="trunk").commit == start
    git(repo, "branch", "trunk2", "trunk")
    git(repo, "branch", "-m", "trunk", "main")
    assert find(clone(repo, "again", "--depth=1", "--branch=feature")).commit == start


@pytest.mark.parametrize("name", ["origin", "theirs"])
def test_a_full_clone_of_one_branch_fetches_the_target(repo: Path, name: str) -> None:
    start = git(repo, "rev-parse", "v1.0.0")
    git(repo, "checkout", "-q", "main")
    single = clone(repo, "single", f"--origin={name}", "--single-branch", "--branch=feature")
    head = git(single, "rev-parse", "HEAD")
    assert find(single) == Base(start, f"merge base {start[:12]}", head=head)
    assert find(single, target="main").commit == start
    assert not Git(Runner(), single).is_shallow()
    whole = clone(repo, "whole", f"--origin={name}", "--branch=feature")
    assert find(whole).commit == start


def test_a_target_that_cannot_be_fetched_is_a_problem(repo: Path) -> None:
    git(repo, "checkout", "-q", "main")
    for depth in ([], ["--depth=1"]):
        single = clone(repo, f"single{len(depth)}", "--single-branch", "--branch=feature", *depth)
        with pytest.raises(Problem, match="origin has no branch gone"):
            find(single, target="gone")
        git(single, "remote", "set-url", "origin", f"file://{repo}/nowhere")
        with pytest.raises(Problem, match="the remote origin does not answer") as raised:
            find(single)
        assert "--against" in raised.value.remedy
        assert "nowhere" in raised.value.output
        with pytest.raises(Problem, match="origin has no branch main"):
            find(single, target="main")


def test_a_target_that_is_not_there_or_shares_nothing_is_a_problem(repo: Path) -> None:
    with pytest.raises(Problem, match="this repository has no branch gone"):
        find(repo, target="gone")
    git(repo, "checkout", "-q", "--orphan", "apart")
    empty(repo, "apart")
    with pytest.raises(Problem, match="HEAD has no common commit with main"):
        find(repo, target="main")
    with pytest.raises(Problem, match="no common commit with the target branch"):
        find(repo)
    with pytest.raises(Problem, match="no common commit with main"):
        find(clone(repo, "clone", "--single-branch", "--branch=apart"), target="main")


def test_a_first_branch_has_no_base_yet(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    git(tmp_path / "there", "init", "-q", "--bare", "-b", "main")
    here = tmp_path / "here"
    here.mkdir()
    git(here, "init", "-q", "-b", "first")
    head = empty(here, "one")
    alone = Base(head, f"HEAD {head[:12]}", head=head)
    assert find(here) == alone
    git(here, "remote", "add", "origin", f"file://{tmp_path}/not-yet")
    assert find(here) == alone, "a remote that is yet to be made"
    git(here, "remote", "set-url", "origin", f"file://{tmp_path}/there")
    assert find(here) == alone
    git(here, "push", "-q", "origin", "first")
    assert find(here).commit == head
    assert find(here, "release").reason == "no release tag yet"


def test_local_commits_on_top_of_a_shallow_clone_meet_the_target(repo: Path) -> None:
    start = git(repo, "rev-parse", "v1.0.0")
    git(repo, "checkout", "-q", "main")
    shallow = clone(repo, "shallow", "--depth=1", "--branch=feature")
    empty(shallow, "never pushed")
    assert find(shallow).commit == start
    other = clone(repo, "other", "--depth=1", "--branch=feature", "--no-tags")
    empty(other, "never pushed")
    assert find(other, "release").commit == start


@pytest.mark.parametrize("variable", ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"])
def test_a_commit_that_gitlab_names_and_nobody_has_is_a_problem(
    repo: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    git(repo, "checkout", "-q", "main")
    monkeypatch.setenv(variable, "12" * 20)
    for folder in (repo, clone(repo, "shallow", "--depth=1"), clone(repo, "full")):
        with pytest.raises(Problem, match=f"git knows no 1212.*, which {variable} names"):
            find(folder)


@pytest.mark.parametrize("name", ["other", "origin/other", "refs/heads/other", "late", "tags/late"])
def test_a_full_clone_stays_one_when_something_is_fetched(repo: Path, name: str) -> None:
    git(repo, "checkout", "-q", "main")
    single = clone(repo, "single", "--single-branch")
    git(repo, "checkout", "-q", "-b", "other")
    empty(repo, "three")
    git(repo, "tag", "late")
    assert find(single, name).commit == git(repo, "rev-parse", "other")
    assert not Git(Runner(), single).is_shallow()


def test_a_full_clone_without_tags_fetches_the_release(repo: Path) -> None:
    full = clone(repo, "full", "--no-tags")
    assert find(full, "release").commit == git(repo, "rev-parse", "v1.0.0")
    assert not Git(Runner(), full).is_shallow()


def test_a_password_in_the_remotes_address_is_not_told(repo: Path) -> None:
    git(repo, "remote", "add", "origin", "http://user:hunter2@127.0.0.1:1/x.git")
    with pytest.raises(Problem) as raised:
        find(repo, "gone")
    assert "127.0.0.1" in raised.value.output
    assert "hunter2" not in f"{raised.value} {raised.value.output}"


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
    git(alone, "remote", "set-url", "origin", f"file://{repo}/nowhere")
    with pytest.raises(Problem, match="the remote origin does not answer"):
        find(alone, "release")
    git(alone, "remote", "remove", "origin")
    with pytest.raises(Problem, match="shallow and has no remote"):
        find(alone, "release")


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
    with pytest.raises(Problem, match="git knows no main"):
        find(tmp_path, "main")
    assert find(tmp_path, "none").reason == "breaking.against is none"
