"""Folders: what is written is what is read."""

from __future__ import annotations

from pathlib import Path

from ego_ci.packages import folder

FILES = {"b.java": b"\r\n\xff", "a/c/d.java": b"", "a/b.class": b"x", "ä/x y.java": b"z"}


def test_what_was_written_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    folder.write(tmp_path / "not/there/yet", FILES)
    found = folder.read(tmp_path / "not/there/yet")
    assert found == FILES
    assert [*found] == ["a/b.class", "a/c/d.java", "b.java", "ä/x y.java"]


def test_only_what_ends_so_is_read(tmp_path: Path) -> None:
    folder.write(tmp_path, FILES)
    assert [*folder.read(tmp_path, ".class")] == ["a/b.class"]


def test_no_folder_has_no_files(tmp_path: Path) -> None:
    assert folder.read(tmp_path / "nothing") == {}
