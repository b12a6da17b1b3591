"""The committed lock pins everything that is wanted, for every platform, and names no address."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from ego_ci.toolchain.lock import LOCK, Entry, dump, load
from ego_ci.toolchain.wanted import WANTED, Wanted

ENTRIES = load()
SHA256 = re.compile(r"[0-9a-f]{64}")
PLATFORMS = {"linux-x86_64", "linux-aarch64", "darwin-x86_64", "darwin-aarch64"}


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_every_wanted_tool_is_pinned(wanted: Wanted) -> None:
    entry = ENTRIES[wanted.name]
    assert (entry.kind, entry.program, entry.version) == (
        wanted.kind,
        wanted.program,
        wanted.version,
    )
    if wanted.kind not in (
        "go",
        "debian",
        "environment",
    ):  # their bytes depend on the machine's compiler and release
        assert set(entry.trees) in (PLATFORMS, {"any"})
        assert all(map(SHA256.fullmatch, entry.trees.values()))


def test_nothing_else_is_pinned() -> None:
    assert set(ENTRIES) == {wanted.name for wanted in WANTED}


def test_every_download_has_a_hash() -> None:
    for entry in ENTRIES.values():
        pins = entry.pins
        if entry.kind == "npm":
            packages = {path: package for path, package in pins["lock"]["packages"].items() if path}
            assert packages
            assert all(found["integrity"].startswith("sha512-") for found in packages.values())
            assert not any("resolved" in found for found in packages.values())
        elif entry.kind == "go":
            path = pins["package"].split("/cmd/")[0]
            assert any(line.startswith(path) and " h1:" in line for line in pins["sum"])
        elif entry.kind == "environment":
            lines = pins["requirements"]
            starts = [index for index, line in enumerate(lines) if not line.startswith(" ")]
            assert all("==" in lines[index] for index in starts)
            assert all("--hash=sha256:" in lines[index + 1] for index in starts)
        else:
            hashes = pins["artifacts"] if entry.kind == "maven" else pins["sha256"]
            assert hashes
            assert all(map(SHA256.fullmatch, hashes.values()))


def test_no_address_is_in_it() -> None:
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_it_is_written_as_it_was_read() -> None:
    assert dump(ENTRIES) == LOCK.read_text(encoding="utf-8")


def test_another_pin_is_another_folder() -> None:
    entry: Entry = ENTRIES["protoc-java"]
    other = replace(entry, pins={**entry.pins, "sha256": {}})
    assert entry.digest != other.digest
