"""Tools are installed once, whole, and their bytes are compared before they run."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.toolchain.cache import Cache

from tests.protos import ROOT
from tests.unit.ego_ci.toolchain.shelf import SAYS_HELLO, toolchain, wheel


def left(folder: Path) -> list[str]:
    """What is in the cache, locks aside."""
    root = folder / "cache" / "protoc-gen-ego" / "toolchain"
    return sorted(path.name for path in root.iterdir() if path.name != ".locks")


def test_a_program_is_installed_on_first_use_and_runs(tmp_path: Path) -> None:
    notes: list[str] = []
    tools = toolchain(tmp_path, note=notes.append)
    program = tools.program("hello")
    assert tools.process.run([program]).text == "hello\n"
    assert (tools.folder("hello") / "include" / "hello.proto").is_file()
    assert notes == ["installing hello 1.0 (once on this machine)"]
    assert toolchain(tmp_path, note=notes.append).program("hello") == program
    assert len(notes) == 1


@pytest.mark.parametrize("pinned", [True, False], ids=["pinned", "recorded"])
def test_a_changed_program_is_not_handed_out(tmp_path: Path, pinned: bool) -> None:
    program = toolchain(tmp_path, pinned=pinned).program("hello")
    program.write_bytes(SAYS_HELLO.replace(b"hello", b"hacks"))
    with pytest.raises(Problem, match=r"hello 1\.0 does not have the bytes .* it is not run"):
        toolchain(tmp_path, pinned=pinned).program("hello")
    tools = toolchain(tmp_path, pinned=pinned)
    tools.install("hello", again=True)
    assert tools.process.run([tools.program("hello")]).text == "hello\n"


def test_a_file_added_beside_a_program_is_noticed(tmp_path: Path) -> None:
    folder = toolchain(tmp_path).folder("hello")
    (folder / "include" / "evil.proto").write_text("")
    with pytest.raises(Problem, match="does not have the bytes"):
        toolchain(tmp_path).folder("hello")


def test_a_download_with_other_bytes_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    tools = toolchain(tmp_path)
    wheel(tmp_path / "shelf", b"#!/bin/sh\necho evil\n")
    with pytest.raises(Problem) as raised:
        tools.program("hello")
    assert "DO NOT MATCH THE HASHES" in raised.value.output
    assert left(tmp_path) == []
    assert not tools.installed("hello")


def test_what_is_unpacked_must_be_what_was_pinned(tmp_path: Path) -> None:
    tools = toolchain(tmp_path)
    wheel(tmp_path / "shelf", b"#!/bin/sh\necho evil\n")
    [hello] = tools.entries.values()
    other = toolchain(tmp_path).entries["hello"]
    assert hello.tree == other.tree != ""
    assert hello.pins["sha256"] != other.pins["sha256"]
    mixed = toolchain(tmp_path)  # the download has its pinned sha256, the tree has another
    with pytest.raises(Problem, match="does not have the bytes"):
        mixed.program("hello")
    assert left(tmp_path) == []


def test_several_at_once_install_once(tmp_path: Path) -> None:
    notes: list[str] = []
    all_tools = [toolchain(tmp_path, note=notes.append) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        programs = set(pool.map(lambda tools: tools.program("hello"), all_tools))
    assert len(programs) == 1
    assert sum(note.startswith("installing") for note in notes) == 1
    assert len(left(tmp_path)) == 2  # the folder and its record


def test_a_crash_between_record_and_folder_is_installed_again(tmp_path: Path) -> None:
    tools = toolchain(tmp_path)
    program = tools.program("hello")
    program.parent.rename(tmp_path / "gone")
    assert toolchain(tmp_path).program("hello").is_file()


def test_what_a_killed_one_left_is_cleared(tmp_path: Path) -> None:
    tools = toolchain(tmp_path)
    name = tools.cache.folder(tools.entry("hello")).name
    (tools.cache.root / f".new-{name}-x1" / "made").mkdir(parents=True)
    tools.program("hello")
    assert len(left(tmp_path)) == 2


def test_an_unknown_tool_is_a_problem_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="did you mean hello"):
        toolchain(tmp_path).program("helo")


def test_an_image_can_bring_the_tools() -> None:
    assert Cache.of({"EGO_TOOLCHAIN": "/opt/tools", "HOME": "/home/user"}).root == Path(
        "/opt/tools"
    )
    cached = Path("/home/user/.cache/protoc-gen-ego/toolchain")
    assert Cache.of({"HOME": "/home/user", "XDG_CACHE_HOME": ""}).root == cached


def test_several_processes_install_once(tmp_path: Path) -> None:
    toolchain(tmp_path)  # so that the shelf is there
    script = (
        "import sys; from pathlib import Path; from tests.unit.ego_ci.toolchain.shelf import toolchain; "
        "tools = toolchain(Path(sys.argv[1]), note=print); tools.process.run([tools.program('hello')])"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    told = "".join(process.communicate(timeout=300)[0] for process in running)
    assert [process.returncode for process in running] == [0, 0, 0]
    assert told.count("installing hello") == 1
