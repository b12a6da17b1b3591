"""Tools that are the system's: found in their place only, and held to what is known of them."""

from __future__ import annotations

import base64
import hashlib
import sys
from importlib import metadata
from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.kinds import environment
from ego_ci.toolchain.lock import Entry, load


def debian(folder: Path, **sha256: str) -> Toolchain:
    """A toolchain of a program that no package has, as on a system that is not Debian's."""
    program = folder / "plugin"
    if not program.exists():
        program.write_text("#!/bin/sh\necho one\n")
        program.chmod(0o755)
    pins = {"package": "no-such-package-at-all", "sha256": sha256}
    entry = Entry("plugin", "debian", "", str(program), "tests", pins)
    environ = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(folder / "cache")}
    return Toolchain(Runner(environ=environ), entries={"plugin": entry})


def test_a_program_of_the_system_is_held_to_its_first_bytes(tmp_path: Path) -> None:
    tools = debian(tmp_path)
    program = tools.program("plugin")
    assert tools.process.run([program]).text == "one\n"
    program.write_text("#!/bin/sh\necho two\n")
    with pytest.raises(Problem, match="it is not run"):
        debian(tmp_path).program("plugin")


def test_a_program_that_is_not_there_is_named_with_its_package(tmp_path: Path) -> None:
    tools = debian(tmp_path)
    (tmp_path / "plugin").unlink()
    with pytest.raises(Problem, match="apt-get install no-such-package-at-all"):
        tools.program("plugin")


def test_the_environment_is_what_the_lock_pins_or_it_is_said() -> None:
    entry = load()["python"]
    names = dict(environment.pinned(entry))
    assert {"buf-bin", "grpcio-tools", "protobuf", "mypy-protobuf", "hatchling"} <= set(names)
    other = Entry("python", "environment", "", "", "", {"requirements": ["click==0.0.1 \\"]})
    tools = Toolchain(Runner(), entries={"python": other})
    with pytest.raises(Problem, match=r"click is .*, and the toolchain pins 0\.0\.1"):
        tools.verify("python")


def test_a_changed_file_of_the_environment_is_found(tmp_path: Path) -> None:
    (tmp_path / "thing.py").write_text("x = 1\n")
    info = tmp_path / "thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
    other = f"sha256={'A' * 43}"
    (info / "RECORD").write_text(f"thing.py,{other},6\nthing-1.0.dist-info/RECORD,,\n")
    distribution = metadata.PathDistribution(info)
    assert [path.name for path in environment.changed(distribution)] == ["thing.py"]
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"x = 1\n").digest()).decode().rstrip("=")
    (info / "RECORD").write_text(f"thing.py,sha256={digest},6\n")
    assert list(environment.changed(metadata.PathDistribution(info))) == []
    (tmp_path / "thing.py").unlink()
    assert [path.name for path in environment.changed(metadata.PathDistribution(info))] == [
        "thing.py"
    ]


def test_ego_does_not_install_into_the_environment_that_it_runs_in() -> None:
    tools = Toolchain(Runner())
    with pytest.raises(Problem, match="pip install --require-hashes"):
        tools.install("python", again=True)
    assert tools.installed("python")
    assert Path(sys.prefix).is_dir()
