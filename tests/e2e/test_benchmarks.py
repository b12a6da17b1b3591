"""The programs that `make bench` measures: each reads every error right, ours and the language's own way alike."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from benchmarks import programs, table
from benchmarks.runtimes import BUILDS, DETAILS, Program

ERRORS = 1_000


@pytest.mark.parametrize("language", BUILDS)
def test_both_ways_of_reading_find_the_code_in_every_error(language: str, tmp_path: Path) -> None:
    program = BUILDS[language](tmp_path)
    assert [run(program, way, DETAILS) for way in ("ego", "native", "empty")] == [0, 0, 0]


def test_a_way_that_finds_another_code_fails(tmp_path: Path) -> None:
    program = BUILDS["python"](tmp_path)
    assert run(program, "ego", "CAUSAW0=") == 1, "a Status without an ErrorInfo is no such code"


def test_a_group_of_rows_takes_the_places_of_its_old_ones(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(
        f"Fast\n{table.BEGIN}\n| what |\n|---|\n| a | 1 |\n| b | 2 |\n{table.END}\nend\n"
    )
    table.write(readme, "| what |\n|---|\n| b | 3 |\n| c | 4 |", part=True)
    shown = readme.read_text().splitlines()
    assert shown == [
        "Fast",
        table.BEGIN,
        "| what |",
        "|---|",
        "| a | 1 |",
        "| b | 3 |",
        "| c | 4 |",
        table.END,
        "end",
    ]


def test_every_group_finds_its_programs() -> None:
    for name in ("protoc_gen_go", "protoc_gen_go_grpc", "protoc_gen_doc"):
        assert getattr(programs, name)().is_file()


def run(program: Program, way: str, details: str) -> int:
    """The exit code of a program that reads some errors."""
    command = [*program.command, way, str(ERRORS), details, *program.more]
    done = subprocess.run(
        command, env={**os.environ, **program.environment}, timeout=120, check=False
    )
    return done.returncode
