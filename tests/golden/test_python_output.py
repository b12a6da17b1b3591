"""Generated Python is read by Python, formatted as ruff formats it, and typed as mypy --strict wants it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.protos import ROOT

TREES = sorted(Path(__file__).parent.glob("*/expected/python"))
MODULES = [path for tree in TREES for path in sorted(tree.rglob("*.py"))]


def test_every_module_parses() -> None:
    assert len(MODULES) >= 8
    for path in MODULES:
        assert ast.parse(path.read_text("utf-8")).body, path


def test_every_module_is_formatted() -> None:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", *map(str, MODULES)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_module_is_strictly_typed(tmp_path: Path) -> None:
    # `company.errors` is a runtime that only the case `aip` has.
    own = [path for path in MODULES if "aip" not in path.parts]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            f"--cache-dir={ROOT / '.mypy_cache' / 'golden'}",
            "--scripts-are-modules",
            "--explicit-package-bases",
            "--namespace-packages",
            *map(str, own),
        ],
        cwd=tmp_path,
        env={"MYPYPATH": f"{ROOT / 'templates/python/runtime'}:{':'.join(map(str, TREES))}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
