"""The README's tour, as a newcomer types it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TOOLS = Path(sys.executable).parent


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `tour` after the first step."""
    folder = tmp_path_factory.mktemp("readme") / "tour"
    folder.mkdir()
    for line in ("ego init", "ego run"):
        assert line in README
        done = shell(line, folder)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_package_installs_with_the_line_that_is_given(tour: Path) -> None:
    line = next(line for line in README.splitlines() if line.startswith("pip install --find-links"))
    done = shell(f"{line} --quiet --no-deps --target site", tour)
    assert done.returncode == 0, done.stderr
    assert (tour / "site" / "tour_client" / "__init__.py").is_file()


def test_a_misspelled_tag_is_reported_as_shown(tour: Path) -> None:
    (shown,) = re.findall(r"^```\n(proto/tour/.*?)^```", README, re.MULTILINE | re.DOTALL)
    proto = tour / shown.split(":")[0]
    text = proto.read_text("utf-8")
    proto.write_text(text.replace("@code=INVALID_ARGUMENT", "@Code=INVALID_ARGUMENT", 1), "utf-8")
    done = shell("ego check", tour)
    proto.write_text(text, "utf-8")
    assert done.returncode == 1
    assert shown in done.stdout + done.stderr


def test_protoc_alone_generates_what_is_said(tour: Path) -> None:
    (line,) = (line for line in README.splitlines() if line.startswith("protoc --ego_out="))
    done = shell(
        f"mkdir gen && {line}".replace("-Iproto proto/", f"-I{ROOT}/proto-examples/proto "), tour
    )
    assert done.returncode == 0, done.stderr
    assert (tour / "gen" / "shop" / "user" / "v1" / "user_errors.py").is_file()
    assert (tour / "gen" / "shop" / "user" / "v1" / "user.catalog.json").is_file()
