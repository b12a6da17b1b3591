"""`ego check` on 300 packages of ten files: all of it against plain buf, and one changed file against all of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks import programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, interleaved, ratio

_PACKAGES, _FILES = 300, 3000
_IDENTITY = ("-c", "user.name=bench", "-c", "user.email=bench@example.com")


def check(folder: Path, runs: int) -> Iterator[Row]:
    """The two rows; every run is a first run, as in a job of CI: without images of an earlier one."""
    root = _repository(folder / "checked")
    ego = programs.ours() / "ego"
    buf = programs.ours() / "buf"
    plain = _shell("buf lint + buf breaking", f"{buf} lint && {buf} breaking --against .git", root)
    full = _shell("ego check --all", f"rm -rf build && {ego} check --all", root)
    narrow = _shell("ego check", f"rm -rf build && {ego} check", root)
    theirs, everything, one = interleaved([plain, full, narrow], max(runs // 2, 1))
    yield Row(
        "`ego check --all`, 300 packages, 3,000 files: format, lint, breaking, errors",
        "`buf lint` + `buf breaking`",
        ratio(everything, theirs),
        1.2,
        everything,
        theirs,
    )
    yield Row(
        "`ego check`, 300 packages, 3,000 files, one file changed",
        "`ego check --all`",
        ratio(one, everything),
        0.1,
        one,
        everything,
    )


def _repository(root: Path) -> Path:
    """A repository with one commit, and one file that is not as it was."""
    (root / "proto").mkdir(parents=True)
    paths = workloads.write(root / "proto", files=_FILES, codes=3, folders=_PACKAGES)
    for path in paths:
        file = root / "proto" / path
        text = file.read_text("utf-8").replace("// A request.", "// Asks by eight fields.")
        file.write_text(text.replace("// A response.", "// Answers in eight fields."), "utf-8")
    (root / "buf.yaml").write_text(
        "version: v2\nmodules:\n  - path: proto\nlint:\n  use: [STANDARD, COMMENTS]\n"
    )
    (root / "ego.yaml").write_text("name: bench\nversion: 1.0.0\n")
    (root / ".gitignore").write_text("build\n")
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        subprocess.run(["git", *_IDENTITY, *arguments], cwd=root, check=True)
    changed = root / "proto" / paths[0]
    text = changed.read_text("utf-8")
    old = "  string field_8 = 8;\n"
    new = f"{old}  // What was added.\n  string field_9 = 9;\n"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    return root


def _shell(name: str, line: str, folder: Path) -> Command:
    return Command(name, ["sh", "-c", line], cwd=folder)
