"""Zip files: the same bytes everywhere, and what was put in."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from ego_ci.packages import archive

FILES = {
    "b/x.py": b"x = 1\n" * 99,
    "a.txt": b"",
    "\u00e4/\u4e2d.md": b"\0\xff",
    "z": bytes(range(256)) * 9,
}


@pytest.mark.parametrize("epoch", [0, 1580601600, 1764000001, 99999999999])
def test_neither_order_nor_time_zone_show(
    epoch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = archive.write_zip(tmp_path / "one", FILES, epoch=epoch)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    turned = dict(reversed(FILES.items()))
    other = archive.write_zip(tmp_path / "other", turned, epoch=epoch)
    monkeypatch.undo()
    time.tzset()
    assert one.read_bytes() == other.read_bytes()


def test_it_is_read_again(tmp_path: Path) -> None:
    path = archive.write_zip(tmp_path / "a", FILES, epoch=0, order=lambda name: (name != "z", name))
    with zipfile.ZipFile(path) as read:
        assert read.testzip() is None
        assert read.namelist() == ["z", "a.txt", "b/x.py", "\u00e4/\u4e2d.md"]
        assert {name: read.read(name) for name in read.namelist()} == FILES
        assert {entry.external_attr >> 16 for entry in read.infolist()} == {0o100644}
    assert archive.time_of(path).year == 1980


def test_more_files_than_the_plain_form_holds(tmp_path: Path) -> None:
    files = {f"{number:05}": b"" for number in range(0x10001)}
    path = archive.write_zip(tmp_path / "a", files, epoch=0)
    with zipfile.ZipFile(path) as read:
        assert read.namelist() == sorted(files)
