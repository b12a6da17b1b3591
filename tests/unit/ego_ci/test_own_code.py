"""Our own code as a digest: by what pip recorded where that still holds, and by the files where it does not."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

import pytest
from ego_ci.own_code import OwnCode

FILES = {"a.py": b"a", "deep/b.py": b"b"}


def installed(site: Path, *, record: bool) -> Path:
    """A package with two files, as pip leaves it; its folder."""
    lines = []
    for name, data in FILES.items():
        path = site / "ego_ci" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1000, 1000))
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        lines.append(f"ego_ci/{name},sha256={digest},{len(data)}\n")
    if record:
        info = site / "protoc_gen_ego-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "RECORD").write_text("".join(lines) + "protoc_gen_ego-1.0.dist-info/RECORD,,\n")
        os.utime(info / "RECORD", (2000, 2000))
    return site / "ego_ci"


def test_what_pip_recorded_is_not_read_and_tells_the_same(tmp_path: Path, read: list[str]) -> None:
    recorded = OwnCode.of(installed(tmp_path / "wheel", record=True)).content
    assert read == []
    assert OwnCode.of(installed(tmp_path / "tree", record=False)).content == recorded
    assert read == ["a.py", "b.py"]


@pytest.mark.parametrize(("data", "time"), [(b"x", 3000), (b"longer", 1000)])
def test_a_file_that_somebody_changed_is_read(
    data: bytes, time: int, tmp_path: Path, read: list[str]
) -> None:
    folder = installed(tmp_path, record=True)
    before = OwnCode.of(folder)
    first, state = before.content, before.state
    (folder / "a.py").write_bytes(data)
    os.utime(folder / "a.py", (time, time))
    after = OwnCode.of(folder)
    assert read == []
    assert (after.content != first, after.state != state) == (True, True)
    assert read == ["a.py"]


def test_a_compiled_module_does_not_count(tmp_path: Path) -> None:
    folder = installed(tmp_path, record=False)
    first = OwnCode.of(folder)
    known = first.content, first.state
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/a.pyc").write_bytes(b"compiled")
    again = OwnCode.of(folder)
    assert (again.content, again.state) == known
