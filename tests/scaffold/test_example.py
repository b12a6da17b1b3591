"""The tests on a database in proto-examples: they pass as they stand, and `ego scaffold` changes no line of them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import yaml

from tests.e2e.ego import ego, git
from tests.scaffold.rendering import SHOP

PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "testing/python")


def python(folder: Path, path: str, *arguments: str, database: str = "") -> str:
    """What Python prints, with these packages and the service's database."""
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"SHOP_DATABASE": database} if database else {}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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
    assert "14 passed" in python(folder, path, *PYTEST)
    # The same on a database that the server's own jobs have prepared, as docker-compose.yaml has it.
    file = tmp_path / "shop.db"
    for job in ("install", "initialize"):
        python(folder, path, "testing/python/admin.py", f"--job={job}", database=f"file:{file}")
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM users").fetchone() == (2,)
    assert "14 passed" in python(folder, path, *PYTEST, database=f"file:{file}")
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM users").fetchone() == (4,), "two imported"
    again = ego(folder, "scaffold", "--into", "testing")
    assert again.code == 0, again.err
    assert git(folder, "status", "--porcelain", "--untracked-files=no") == ""
    assert (folder / "testing" / "python" / "test_shop_order_v1_order_service.py").exists()


COMPOSE = SHOP / "testing" / "python" / "docker-compose.yaml"


def check_compose(file: Path) -> subprocess.CompletedProcess[str]:
    """The schema of the Compose specification over a file."""
    command = Path(sys.executable).with_name("check-jsonschema")
    return subprocess.run(
        [command, "--builtin-schema", "vendor.compose-spec", file],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_compose_file_keeps_the_schema_of_the_compose_specification(tmp_path: Path) -> None:
    done = check_compose(COMPOSE)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = tmp_path / "docker-compose.yaml"
    wrong.write_text(COMPOSE.read_text("utf-8").replace("depends_on:", "depends_upon:"), "utf-8")
    assert "depends_upon" in check_compose(wrong).stdout


def test_the_compose_file_runs_the_jobs_in_their_order() -> None:
    services = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
    assert services["install"]["command"] == ["--job=install"]
    assert services["initialize"]["command"] == ["--job=initialize"]
    assert [*services["install"]["depends_on"]] == ["database"]
    assert [*services["initialize"]["depends_on"]] == ["install"]
    assert [*services["tests"]["depends_on"]] == ["initialize"]
