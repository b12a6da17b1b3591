"""The output folder: whole or not at all, one at a time, never somebody else's."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from ego_ci.problem import Problem, from_os_error
from ego_ci.work import Work


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    work = Work(tmp_path / "out")
    for content in ("one", "two"):
        with work.opened(print), work.fresh("x") as folder:
            (folder / content).write_text(content)
            work.replace(folder, work.generated)
    assert [path.name for path in work.generated.iterdir()] == ["two"]
    assert not (work.root / "tmp").exists()
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(work.generated.stat().st_mode) == 0o777 & ~mask


def test_what_fails_leaves_the_old_one(tmp_path: Path) -> None:
    work = Work(tmp_path / "out")
    with work.opened(print):
        work.write(work.catalog, b"old")
        with pytest.raises(KeyboardInterrupt), work.fresh("x") as folder:
            (folder / "half").write_text("half")
            raise KeyboardInterrupt
    assert work.catalog.read_bytes() == b"old"
    assert not (work.root / "tmp").exists()


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    work = Work(tmp_path / "out")
    with work.opened(print):
        pass
    (work.root / "tmp" / "python-x").mkdir(parents=True)
    with work.opened(print):
        assert not (work.root / "tmp").exists()


def test_a_second_one_waits_and_says_so(tmp_path: Path) -> None:
    work = Work(tmp_path / "out")
    order: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        with work.opened(lambda text: (order.append(text), waiting.set())):  # type: ignore[func-returns-value]
            order.append("second")

    with work.opened(print):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert [text.split()[0] for text in order] == ["waiting", "first", "second"]


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with (
        pytest.raises(Problem, match="holds files that ego did not make"),
        Work(tmp_path / "out").opened(print),
    ):
        pass
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_an_error_of_the_system_has_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError) as caught:
        Work(tmp_path / "file" / "out").opened(print).__enter__()
    assert "a file stands where a folder is needed" in str(from_os_error(caught.value))


def test_git_ignores_all_of_it(tmp_path: Path) -> None:
    with Work(tmp_path / "out").opened(print):
        pass
    assert (tmp_path / "out" / ".gitignore").read_text().splitlines()[-1] == "*"
