"""What external programs print, read; and git, asked for real."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from ego_ci.inputs import blob
from ego_ci.process import Runner
from ego_ci.tools import buf
from ego_ci.tools.commits import Commits
from ego_ci.tools.git import Commit, Git

from tests.e2e.ego import commit, git

DIFF = """diff -u a b.proto.orig a b.proto
--- a b.proto.orig\t2026-01-01 00:00:00.0 +0000
+++ a b.proto\t2026-01-01 00:00:00.0 +0000
@@ -3,4 +3,4 @@
 package x;
+
-message  A {}
+message A {}
@@ -30,2 +30,1 @@
-message B {}
diff -u c.proto.orig c.proto
--- c.proto.orig\t2026-01-01 00:00:00.0 +0000
+++ c.proto\t2026-01-01 00:00:00.0 +0000
@@ -1 +1,2 @@
+syntax = "proto3";
"""


def test_the_diff_names_each_file_once_at_its_first_change() -> None:
    found = [(item.path, item.line) for item in buf.unformatted(DIFF)]
    assert found == [("a b.proto", 4), ("c.proto", 1)]
    assert buf.unformatted("") == ()


def test_the_report_survives_other_lines() -> None:
    report = b'warning: old\n{"path":"a","start_line":2,"start_column":3,"type":"R","message":"m."}\n{"type":"S"}\n'
    first, second = buf.parse(report)
    assert (first.path, first.line, first.column, first.rule, first.message) == (
        "a",
        2,
        3,
        "R",
        "m.",
    )
    assert (second.path, second.line, second.rule) == ("", 1, "S")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.proto").write_text("one")
    (tmp_path / "other.proto").write_text("other")
    commit(tmp_path, "one")
    return tmp_path


def last_commit(
    runner: Runner, root: Path, paths: Iterable[str] = (), known: str = ""
) -> Commit | None:
    return Commits(Git(runner, root), known).last(paths)


def test_the_last_commit_of_protos_ignores_other_files(repo: Path) -> None:
    first = git(repo, "rev-parse", "HEAD")
    (repo / "sub" / "README.md").write_text("text")
    commit(repo, "readme")
    found = last_commit(Runner(), repo)
    assert found is not None
    assert (found.id, found.dirty, found.shallow) == (first, False, False)
    (repo / "other.proto").write_text("changed")
    second = commit(repo, "other")
    runner = Runner()
    assert last_commit(runner, repo).id == second  # type: ignore[union-attr]
    assert last_commit(runner, repo / "sub").id == first  # type: ignore[union-attr]
    assert last_commit(runner, repo, ["sub"]).id == first  # type: ignore[union-attr]
    assert last_commit(runner, repo, ["other.proto"]).id == second  # type: ignore[union-attr]
    (repo / "sub" / "new.proto").write_text("new")
    assert last_commit(runner, repo, ["sub"]).dirty  # type: ignore[union-attr]
    assert not last_commit(runner, repo, ["other.proto"]).dirty  # type: ignore[union-attr]


class Counting(Git):
    """Counts how often the log is asked for a last commit."""

    asked = 0

    def last_id(self, paths: Iterable[str]) -> tuple[str, int] | None:
        Counting.asked += 1
        return super().last_id(paths)


def test_only_what_commits_touched_since_is_asked_for_again(repo: Path) -> None:
    def told(known: str) -> tuple[list[str], str, int]:
        Counting.asked = 0
        commits = Commits(Counting(Runner(), repo), known)
        found = [commits.last([path]) for path in ("sub", "other.proto")]
        return [c.id for c in found if c], commits.remember(), Counting.asked

    ids, known, asked = told("")
    assert asked == 2
    assert told(known) == (ids, known, 0)
    (repo / "sub" / "a.proto").write_text("two")
    commit(repo, "there")
    (repo / "sub" / "a.proto").write_text("one")  # the same content again, by a later commit
    back = commit(repo, "and back")
    ids, known, asked = told(known)
    assert (ids[0], asked) == (back, 1)
    assert told("")[0] == ids
    git(repo, "checkout", "-q", "--detach", "HEAD~2")
    assert told(known)[0] == told("")[0] != ids  # what another branch knew does not count
    assert told("{")[0] == told('{"head": "--all", "answers": {}}')[0] == told("")[0]


def test_a_file_that_belongs_to_every_part_makes_each_dirty(repo: Path) -> None:
    (repo / "ego.yaml").write_text("name: a\n")
    commits = Commits(Git(Runner(), repo), also=("ego.yaml",))
    assert [bool(found and found.dirty) for found in (commits.last(["sub"]), commits.last([]))] == [
        True,
        True,
    ]
    commit(repo, "settings")
    found = Commits(Git(Runner(), repo), also=("ego.yaml",)).last(["sub"])
    assert found is not None
    assert not found.dirty


def test_a_merge_counts_as_touching_what_it_brings(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "side")
    (repo / "sub" / "a.proto").write_text("side")
    side = commit(repo, "side")
    git(repo, "checkout", "-q", "-")
    (repo / "other.proto").write_text("main")
    commit(repo, "main")
    commits = Commits(Git(Runner(), repo))
    assert commits.last(["sub"]) is not None
    known = commits.remember()
    git(repo, "merge", "-q", "--no-edit", "side")
    found = Commits(Git(Runner(), repo), known).last(["sub"])
    assert found is not None
    assert found.id == side


def test_a_shallow_clone_is_said(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repo / "README").write_text("x")
    commit(repo, "two")
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(repo, "clone", "-q", "--depth=1", f"file://{repo}", str(clone))
    found = last_commit(Runner(), clone)
    assert found is not None
    assert found.shallow


def test_without_a_repository_or_commit_there_is_none(tmp_path: Path) -> None:
    assert last_commit(Runner(), tmp_path) is None
    git(tmp_path, "init", "-q")
    assert last_commit(Runner(), tmp_path) is None


def test_proto_files_of_a_commit_are_those_below_the_folder(repo: Path, tmp_path: Path) -> None:
    (repo / "sub" / "buf.yaml").write_text("version: v2\n")
    (repo / "sub" / "läng 找.proto").write_text("wide")
    (repo / "sub" / "-x.proto").write_text("")
    (repo / "sub" / "link.proto").symlink_to("a.proto")
    (repo / "sub" / "out.proto").symlink_to("../other.proto")
    (repo / "sub" / "far.proto").symlink_to("/etc/passwd")
    (repo / "sub" / "note.txt").write_text("text")
    at = commit(repo, "two")
    (repo / "sub" / "a.proto").write_text("later")
    into = tmp_path / "into"
    into.mkdir()
    asked = Git(Runner(), repo / "sub")
    asked.proto_files(asked.listing(at), into)
    assert sorted(path.name for path in into.iterdir()) == sorted(
        ["-x.proto", "a.proto", "buf.yaml", "link.proto", "läng 找.proto"]
    )
    assert (into / "link.proto").read_text() == "one"
    assert (into / "-x.proto").read_bytes() == b""
    assert asked.listing(at).files["läng 找.proto"] == blob(str(repo / "sub" / "läng 找.proto"))


def test_the_release_is_the_highest_version_that_is_merged(repo: Path) -> None:
    asked = Git(Runner(), repo)
    assert asked.release() == ""
    for tag in ("v1.2.0", "v1.10.0", "v1.9.0", "nightly"):
        git(repo, "tag", tag)
    git(repo, "checkout", "-q", "-b", "next")
    (repo / "x").touch()
    commit(repo)
    git(repo, "tag", "v2.0.0")
    git(repo, "checkout", "-q", "main")
    assert asked.release() == "v1.10.0"


def test_a_release_tag_has_the_prefix_of_the_project(repo: Path) -> None:
    for tag in ("protos/v1.4.0", "protos/v1.3.0", "v2.0.0", "3.0.0", "xprotos/v9.0.0", "v01.0.0"):
        git(repo, "tag", tag)
    asked = Git(Runner(), repo)
    assert asked.release(prefix="protos/v") == "protos/v1.4.0"
    assert asked.release() == "3.0.0", "the usual prefix may be left out"
    assert asked.release(prefix="p.otos/v") == ""
