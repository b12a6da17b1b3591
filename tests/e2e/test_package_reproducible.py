"""Wheels have the same bytes wherever, whenever and by whomever they are built."""

from __future__ import annotations

import os
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e import packages

PROTOS = {
    "shop/v1/user.proto": """package shop.v1;
        import "shop/v1/money.proto";
        message User { Money balance = 1; map<string, Money> more = 2; }
        service Users { rpc Get(User) returns (User); }
        enum UserErr {
          USER_ERR_UNSPECIFIED = 0;
          // @code=NOT_FOUND @msg="user {uid} not found"
          USER_ERR_NOT_FOUND = 1;
        }""",
    "shop/v1/money.proto": "package shop.v1; message Money { int64 units = 1; }",
}
BUILD = """
import os, sys
from pathlib import Path
from tests.e2e import packages
os.umask(int(sys.argv[2], 8))
folder = Path(sys.argv[1])
generated = packages.generate(packages.write(folder / "protos", {protos!r}), folder / "out")
print(packages.build(generated, folder / "client").sha256)
print(packages.build_runtime(folder / "runtime").sha256)
"""


def built(folder: Path, umask: str, **env: str) -> list[str]:
    """The digests of both wheels, built by a process of its own."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    code = BUILD.format(protos=PROTOS)
    path = os.pathsep.join([str(packages.ROOT), str(packages.ROOT / "ci")])
    variables = {"PYTHONPATH": path, **env}
    command = (sys.executable, "-c", code, folder, umask)
    return packages.run(*command, cwd=folder.parent, env=variables).split()


def test_the_bytes_depend_on_neither_folder_umask_time_zone_locale_nor_hash_seed(
    tmp_path: Path,
) -> None:
    one = built(tmp_path / "one", "022", TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    other = built(
        tmp_path / "elsewhere" / "deep er" / "x",
        "077",
        TZ="Asia/Kathmandu",
        PYTHONHASHSEED="2",
        LC_ALL="C",
        SOURCE_DATE_EPOCH="1",  # somebody else's; the commit's time is what counts
        HATCH_BUILD_HOOKS_ONLY="true",
    )
    assert one == other
    assert len(set(one)) == 2


def test_the_order_and_the_times_of_the_generated_files_do_not_show(tmp_path: Path) -> None:
    generated = packages.generate(packages.write(tmp_path / "protos", PROTOS), tmp_path / "out")
    first = packages.build(generated, tmp_path / "first")
    again = tmp_path / "again"
    again.mkdir()
    for path in sorted(generated.rglob("*"), reverse=True):
        if path.is_file():
            copy = again / path.relative_to(generated)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            os.utime(copy, (1, 1))
            copy.chmod(0o755 if path.suffix == ".py" else 0o600)
    again.with_suffix(".bin").write_bytes(generated.with_suffix(".bin").read_bytes())
    assert packages.build(again, tmp_path / "second").sha256 == first.sha256


@pytest.mark.parametrize(
    ("epoch", "date"), [(1700000000, (2023, 11, 14)), (1, (1980, 1, 1))], ids=["commit", "too old"]
)
def test_every_file_has_the_time_of_the_commit(
    epoch: int, date: tuple[int, int, int], tmp_path: Path
) -> None:

    generated = packages.generate(packages.write(tmp_path / "protos", PROTOS), tmp_path / "out")
    recipe = replace(packages.RECIPE, epoch=epoch)
    wheel = packages.build(generated, tmp_path / "client", recipe)
    with zipfile.ZipFile(wheel.path) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {date}
        assert {oct(info.external_attr >> 16 & 0o777) for info in archive.infolist()} == {"0o644"}


def test_nothing_is_left_behind_but_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    generated = packages.generate(packages.write(tmp_path / "protos", PROTOS), tmp_path / "out")
    packages.build(generated, tmp_path / "client")
    assert sorted(path.name for path in (tmp_path / "client").iterdir()) == [
        "shop_client-1.2.3-py3-none-any.whl",
        "tree",
    ]
    assert list(temporary.iterdir()) == []
