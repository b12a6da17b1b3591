"""Generated trees: kept as long as they are what they were, and swept when ego.yaml names them no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ego_ci.stages.trees import Tree, sweep
from ego_ci.work import Work


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "build")


def tree(work: Work, label: str) -> Tree:
    return Tree(work, label, work.generated.joinpath(*label.split(".")))


def made(work: Work, label: str, *names: str) -> Tree:
    """A tree with some files, generated from "one"."""
    found = tree(work, label)
    with work.fresh(label) as folder:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name)
        found.keep(folder, "one")
    return found


def test_it_is_kept_until_its_digest_changes(work: Work) -> None:
    found = made(work, "python.user", "a.py", "b/c.py")
    assert found.files("one") == [found.folder / "a.py", found.folder / "b/c.py"]
    assert found.files("two") is None
    assert tree(work, "python.order").files("one") is None


@pytest.mark.parametrize("damage", ["changed", "removed", "added", "recorded"])
def test_a_tree_that_is_not_as_it_was_is_none(work: Work, damage: str) -> None:
    found = made(work, "go", "a.go")
    if damage == "changed":
        (found.folder / "a.go").write_text("x.go")
        os.utime(found.folder / "a.go", (1, 1))
    elif damage == "removed":
        (found.folder / "a.go").unlink()
    elif damage == "added":
        (found.folder / "b.go").write_text("")
    else:
        found.record.write_text("{")
    assert found.files("one") is None


def test_what_only_has_another_time_is_the_same(work: Work) -> None:
    found = made(work, "go", "a.go")
    os.utime(found.folder / "a.go", (1, 1))
    assert found.files("one") == [found.folder / "a.go"]


def test_languages_and_clients_of_another_day_are_swept(work: Work) -> None:
    kept = made(work, "python.user", "a.py")
    for label in ("python.gone", "php.user", "php.gone"):
        made(work, label, "a")
    sweep(work, [kept])
    assert kept.files("one") == [kept.folder / "a.py"]
    assert sorted(path.name for path in work.generated.rglob("*")) == ["a.py", "python", "user"]
    assert [path.stem for path in kept.record.parent.iterdir()] == ["python.user"]


def test_a_repository_that_is_split_later_leaves_nothing_of_the_whole(work: Work) -> None:
    made(work, "python", "user/a.py", "user_pb2.py")
    later = tree(work, "python.user")
    sweep(work, [later])
    assert not (work.generated / "python/user_pb2.py").exists()
    assert later.files("one") is None
    again = made(work, "python.user", "b.py")
    assert again.files("one") == [again.folder / "b.py"]
    assert sorted(path.name for path in again.folder.iterdir()) == ["b.py"]
