"""`ego scaffold` on bad days: an error in one language, an editor that saves meanwhile, a service that is gone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.e2e.ego import edit, ego, repository

API = """syntax = "proto3";
package flat_%s.v1;
message M {}
service Api {
  rpc Go(M) returns (M);
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with its Python scaffold."""
    folder = repository(tmp_path / "hello")
    told = ego(folder, "scaffold", "python", "--into", "testing")
    assert told.code == 0, told.err
    return folder


def written(folder: Path) -> Path:
    """The one test file."""
    [found] = folder.glob("testing/test_*.py")
    return found


def test_an_error_in_one_language_leaves_nothing_written_in_another(tmp_path: Path) -> None:
    folder = repository(tmp_path / "hello")
    with (folder / "ego.yaml").open("a", encoding="utf-8") as file:
        file.write("\nnode:\n  flavour: connect\n")
    told = ego(folder, "scaffold", "python", "typescript", "--into", "testing")
    assert told.code != 0, told.err
    assert "tests are written for grpc-js" in told.err
    assert "node.flavour: grpc-js" in told.err
    assert not (folder / "testing").exists()


def test_two_packages_with_a_service_of_one_name_in_a_folder_have_two_tests_that_stay(
    tmp_path: Path,
) -> None:
    folder = repository(tmp_path / "hello")
    path = folder / "proto" / "flat"
    path.mkdir()
    (path / "b.proto").write_text(API % "b", "utf-8")
    assert ego(folder, "scaffold", "typescript", "--into", "testing").code == 0
    first = (folder / "testing" / "flat" / "api.test.ts").read_text("utf-8")
    assert "Tests of flat_b.v1.Api," in first
    (path / "a.proto").write_text(API % "a", "utf-8")  # by name it would come first
    told = ego(folder, "scaffold", "typescript", "--into", "testing")
    assert told.code == 0, told.err
    assert (folder / "testing" / "flat" / "api.test.ts").read_text("utf-8") == first
    other = folder / "testing" / "flat" / "flat_a_v1_api.test.ts"
    assert "Tests of flat_a.v1.Api," in other.read_text("utf-8")
    again = ego(folder, "scaffold", "typescript", "--into", "testing")
    assert "wrote" not in again.err
    assert "SCAFFOLD_" not in again.err


def test_what_an_editor_saves_while_the_parser_looks_is_not_overwritten(tmp_path: Path) -> None:
    folder = repository(tmp_path / "hello")
    told = ego(folder, "scaffold", "php", "--into", "testing")
    assert told.code == 0, told.err
    [path] = folder.glob("testing/**/*ServiceTest.php")
    edit(path, "Tests of", "Tests for")
    edit(path, ".proto.", ".proto")
    path.write_text(re.sub(r"(endregion ego: imports) .*", r"\1", path.read_text("utf-8")), "utf-8")
    checked = ego(folder, "scaffold", "php", "--into", "testing", "--check")
    assert f"would write {path.relative_to(folder)}" in checked.err
    php = tmp_path / "bin" / "php"
    php.parent.mkdir()
    php.write_text(f"#!/bin/sh\necho '<?php // saved' > '{path}'\n", "utf-8")
    php.chmod(0o755)
    search = f"{php.parent}{os.pathsep}{os.environ['PATH']}"
    told = ego(folder, "scaffold", "php", "--into", "testing", env={"PATH": search})
    assert told.code == 1, told.err
    assert "SCAFFOLD_LEFT_ALONE: it was changed in the meantime" in told.err
    assert path.read_text("utf-8") == "<?php // saved\n"


def test_tests_of_a_service_that_is_gone_are_reported_and_left(folder: Path) -> None:
    path = written(folder)
    before = path.read_bytes()
    [proto] = folder.rglob("proto/**/greeter_service.proto")
    edit(proto, "service Greeter", "service Other")
    told = ego(folder, "scaffold", "python", "--into", "testing")
    assert told.code == 0, told.err
    assert f"testing/{path.name}:2:1: warning: SCAFFOLD_SERVICE_REMOVED: " in told.err
    assert path.read_bytes() == before
    subprocess.run(["git", "checkout", "-q", "--", "proto"], cwd=folder, check=True)
    told = ego(folder, "scaffold", "python", "--into", "testing", "--json")
    [finding] = told.document["diagnostics"]
    assert finding["rule"] == "SCAFFOLD_SERVICE_REMOVED"
    assert "Other" in finding["message"]
