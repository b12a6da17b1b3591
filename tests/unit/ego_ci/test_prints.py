"""Prints: a file that is as it was is not read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ego_ci.stages.prints import Prints

OLD = 1_000_000_000


def written(path: Path, text: str, *, time: int = OLD) -> Path:
    path.write_text(text)
    os.utime(path, ns=(time, time))
    return path


def test_a_file_of_the_same_size_and_time_is_not_read(tmp_path: Path, read: list[str]) -> None:
    path = written(tmp_path / "a", "one")
    first = Prints(tmp_path).of_file(path)
    assert Prints.of(tmp_path, [first]).of_file(path) == first
    assert read == ["a"]


@pytest.mark.parametrize(("text", "time"), [("two", OLD + 1), ("longer", OLD)])
def test_a_file_of_another_size_or_time_is_read(
    text: str, time: int, tmp_path: Path, read: list[str]
) -> None:
    first = Prints(tmp_path).of_file(written(tmp_path / "a", "one"))
    again = Prints.of(tmp_path, [first]).of_file(written(tmp_path / "a", text, time=time))
    assert again[3] != first[3]
    assert read == ["a", "a"]


def test_what_this_run_may_have_written_is_read_whatever_its_time(tmp_path: Path) -> None:
    first = Prints(tmp_path).of_file(written(tmp_path / "a", "one"))
    written(tmp_path / "a", "two")
    assert Prints(tmp_path, {"a": first}, began=OLD).sha256(tmp_path / "a") != first[3]
