"""A repository whose one buf module is its root, so that the output folder lies inside the module."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EGO = Path(sys.executable).parent / "ego"
PROTO = """// One message.
syntax = "proto3";

package acme.v1;

// A thing.
message Thing {
  // Its name.
  string name = 1;
}
"""


def ego(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [EGO, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True)


def test_what_ego_makes_is_not_taken_for_a_source(tmp_path: Path) -> None:
    (tmp_path / "buf.yaml").write_text("version: v2\n")
    (tmp_path / "ego.yaml").write_text("name: acme\n")
    proto = tmp_path / "acme" / "v1" / "thing.proto"
    proto.parent.mkdir(parents=True)
    proto.write_text(PROTO)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    ego(tmp_path, "check")  # leaves the protos of the base in the output folder
    assert list((tmp_path / "build" / "ego").rglob("*.proto"))
    proto.write_text(PROTO.replace("A thing.", "A thing with a name."))
    assert "error" not in ego(tmp_path, "check")


def test_what_npm_installed_is_not_taken_for_a_source(tmp_path: Path) -> None:
    """Nothing of it is in a commit: another clone would build other packages."""
    (tmp_path / "buf.yaml").write_text("version: v2\n")
    (tmp_path / "ego.yaml").write_text("name: acme\n")
    proto = tmp_path / "acme" / "v1" / "thing.proto"
    proto.parent.mkdir(parents=True)
    proto.write_text(PROTO)
    for folder in ("node_modules", "web/node_modules", "empty/node_modules"):
        foreign = tmp_path / folder / "@them" / "protos" / "x.proto"
        foreign.parent.mkdir(parents=True)
        if folder != "empty/node_modules":
            foreign.write_text('syntax = "proto3";message  theirs {}\n')
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "acme", "*.yaml")
    git(tmp_path, "commit", "-q", "-m", "one")
    for arguments in (["check", "--all"], ["format"], ["generate"]):
        assert "node_modules" not in ego(tmp_path, *arguments)
    made = tmp_path / "build" / "ego" / "generated" / "python"
    assert [path.name for path in made.rglob("*_pb2.py")] == ["thing_pb2.py"]
