"""A tarball is its files and nothing else."""

from __future__ import annotations

import gzip
import os
import tarfile
from pathlib import Path

from ego_ci.packages.node.tarball import read_tarball, tarball_name, write_tarball

FILES = {"dist/b.js": b"b", "package.json": b"{}", "README.md": "\u4f60".encode()}


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    long = {**FILES, f"dist/{'deep/' * 60}\u4f60.js": b"x"}
    assert read_tarball(write_tarball(tmp_path / "a.tgz", long, epoch=1)) == long


def test_the_bytes_are_the_same_whatever_the_order_and_the_umask(tmp_path: Path) -> None:
    one = write_tarball(tmp_path / "a.tgz", FILES, epoch=1700000000).read_bytes()
    before = os.umask(0o077)
    try:
        turned = dict(reversed(FILES.items()))
        other = write_tarball(tmp_path / "b.tgz", turned, epoch=1700000000).read_bytes()
    finally:
        os.umask(before)
    assert one == other
    assert gzip.decompress(one)[:20].startswith(b"package/package.json")


def test_every_file_is_plain_readable_and_of_one_time(tmp_path: Path) -> None:
    with tarfile.open(write_tarball(tmp_path / "a.tgz", FILES, epoch=-5)) as archive:
        entries = archive.getmembers()
    assert [entry.name for entry in entries] == [
        "package/package.json",
        "package/README.md",
        "package/dist/b.js",
    ]
    assert {(entry.mode, entry.mtime, entry.uid, entry.uname) for entry in entries} == {
        (0o644, 0, 0, "")
    }


def test_the_file_is_called_as_npm_calls_it() -> None:
    assert tarball_name("@acme/shop-client", "1.0.0-rc.1") == "acme-shop-client-1.0.0-rc.1.tgz"
