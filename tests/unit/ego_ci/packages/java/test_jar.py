"""A jar begins with its manifest, which keeps to 72 bytes a line."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ego_ci.packages.java.jar import write_jar


def manifest(path: Path, **attributes: str) -> bytes:
    write_jar(path, {}, attributes=attributes, epoch=0)
    with zipfile.ZipFile(path) as archive:
        return archive.read("META-INF/MANIFEST.MF")


def test_the_manifest_is_first_and_the_rest_is_sorted(tmp_path: Path) -> None:
    path = tmp_path / "a.jar"
    write_jar(path, {"b": b"", "META-INF/LICENSE": b"", "a": b""}, attributes={}, epoch=1700000000)
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == [
        "META-INF/MANIFEST.MF",
        "META-INF/LICENSE",
        "a",
        "b",
    ]
    assert {entry.date_time for entry in entries} == {(2023, 11, 14, 22, 13, 20)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_a_long_value_goes_on_behind_a_space_and_no_character_is_cut(tmp_path: Path) -> None:
    value = "\u4f60\u597d" * 60
    data = manifest(tmp_path / "a.jar", Title=value)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 72
    assert all(line.decode("utf-8") is not None for line in lines)
    assert data.replace(b"\r\n ", b"").decode() == (
        f"Manifest-Version: 1.0\r\nTitle: {value}\r\n\r\n"
    )


def test_a_value_cannot_add_an_attribute(tmp_path: Path) -> None:
    data = manifest(tmp_path / "a.jar", Title="a\r\nMain-Class: evil", Empty="")
    assert data == b"Manifest-Version: 1.0\r\nTitle: a Main-Class: evil\r\n\r\n"
