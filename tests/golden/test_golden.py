"""Golden trees: what is generated for known input, byte for byte, committed.

A case is a folder: `input/` with proto files (or `input.txt` naming a folder of the repository), `parameters.txt` with
lines `NAME: plugin parameter`, and `expected/NAME/` with the files that come out.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.protos import ROOT, generated

HERE = Path(__file__).parent
CASES = [
    (folder.name, name, parameter)
    for folder in sorted(path.parent for path in HERE.glob("*/parameters.txt"))
    for line in (folder / "parameters.txt").read_text("utf-8").splitlines()
    for name, _, parameter in [line.partition(": ")]
]


def protos(case: str) -> tuple[dict[str, str | bytes], tuple[str, ...]]:
    """The case's files by path, and those to generate for."""
    elsewhere = HERE / case / "input.txt"
    roots = (
        [ROOT / line for line in elsewhere.read_text("utf-8").split()]
        if elsewhere.exists()
        else [HERE / case / "input"]
    )
    found: dict[str, str | bytes] = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for root in roots
        for path in sorted(root.rglob("*.proto"))
    }
    own = tuple(name for name in found if (roots[0] / name).is_file())
    return found, own


@pytest.mark.parametrize(("case", "name", "parameter"), CASES, ids=lambda value: value[:20])
def test_the_output_is_the_golden_tree(
    case: str, name: str, parameter: str, request: pytest.FixtureRequest
) -> None:
    files, own = protos(case)
    actual = generated(files, parameter, generate=own)
    expected = HERE / case / "expected" / name
    if request.config.getoption("--regenerate"):
        shutil.rmtree(expected, ignore_errors=True)
        for path, content in actual.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(content, "utf-8", newline="")
    golden = {
        path.relative_to(expected).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(expected.rglob("*"))
        if path.is_file()
    }
    assert actual == golden, "read the difference; if it is meant: make regenerate"
    assert golden, "a golden tree is never empty"


def test_there_are_cases() -> None:
    assert len(CASES) >= 5
