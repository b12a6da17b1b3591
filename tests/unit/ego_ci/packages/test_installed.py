"""Versions of installed distributions, told by the names of folders."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from ego_ci.packages import installed


@pytest.mark.parametrize("name", ["protobuf", "grpcio-tools", "Mypy_Protobuf", "protoc-gen-ego"])
def test_it_is_the_version_that_the_metadata_has(name: str) -> None:
    assert installed.version(name) == metadata.version(name)


def test_the_first_place_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, version in (("one", "2.0"), ("two", "1.0")):
        (tmp_path / place / f"a_b-{version}.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "one"), str(tmp_path / "two"), *sys.path])
    assert installed.folder("A.b") == tmp_path / "one/a_b-2.0.dist-info"


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(metadata.PackageNotFoundError):
        installed.version("nobody-has-this")


def test_a_file_of_the_metadata() -> None:
    assert "protobuf/__init__.py" in installed.text("protobuf", "RECORD")
    assert installed.text("protobuf", "nothing") == ""


def test_packages_are_made_without_what_is_slow_to_import() -> None:
    """Importing these costs more than what they are for: versions, escaping, one wheel in the index."""
    formats = [f"ego_ci.packages.{name}.format" for name in ("python", "go", "node", "java", "php")]
    script = f"import sys, {', '.join(formats)}, ego_ci.toolchain.native, ego_ci.registries.local\n"
    heavy = ("importlib.metadata", "urllib.request", "email", "packaging", "hatchling", "pathspec")
    script += f"print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.split() == [], done.stderr
    assert done.returncode == 0, done.stderr
