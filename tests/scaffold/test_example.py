"""The tests on a database in proto-examples: they pass as they stand, and `ego scaffold` changes no line of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.e2e.ego import ego, git
from tests.scaffold.rendering import SHOP


def test_they_pass_on_sqlite_and_survive_regeneration(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("build", "__pycache__"))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "start")
    told = ego(folder, "package", "--language", "python")
    assert told.code == 0, told.out + told.err
    wheels = sorted(folder.glob("build/ego/**/*.whl"))
    assert len(wheels) >= 2, "the client and the runtime"
    # Wheels of Python code run from where they are.
    path = os.pathsep.join(map(str, wheels))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "testing/python"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout
    again = ego(folder, "scaffold", "--into", "testing")
    assert again.code == 0, again.err
    assert git(folder, "status", "--porcelain", "--untracked-files=no") == ""
    assert (folder / "testing" / "python" / "test_shop_order_v1_order_service.py").exists()


def test_the_compose_file_runs_the_jobs_in_their_order() -> None:
    services = yaml.safe_load(
        (SHOP / "testing" / "python" / "docker-compose.yaml").read_text("utf-8")
    )["services"]
    assert services["install"]["command"] == ["--job=install"]
    assert services["initialize"]["command"] == ["--job=initialize"]
    assert [*services["install"]["depends_on"]] == ["database"]
    assert [*services["initialize"]["depends_on"]] == ["install"]
    assert [*services["tests"]["depends_on"]] == ["initialize"]
