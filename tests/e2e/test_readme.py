"""The README's tour, as a newcomer types it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TOOLS = Path(sys.executable).parent
# The server needs a moment; a person who types is slower than a test.
WAITING = '.Greet(messages.GreetRequest(name="Bo"), wait_for_ready=True, timeout=30)'


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


@pytest.fixture(scope="module")
def python(tour: Path) -> Path:
    """An environment with the package, installed with the README's own line."""
    home = tour.parent / "venv"
    venv.create(home, symlinks=True, with_pip=False)
    line = next(line for line in README.splitlines() if line.startswith("pip install --find-links"))
    into = line.replace("pip install", f"{sys.executable} -m pip --python {home} install --quiet")
    done = shell(into, tour)
    assert done.returncode == 0, done.stderr
    return home / "bin" / "python"


def program(name: str, port: int) -> str:
    """The source of one of the README's programs, on a port of this test's own."""
    (source,) = re.findall(rf"^```python\n# {name}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert "50051" in source
    return str(source).replace("50051", str(port))


def test_server_and_client_do_what_their_comments_say(python: Path, tour: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([python, "-c", program("server.py", port)], cwd=tour)
    try:
        client = program("client.py", port)
        waits = client.replace('.Greet(messages.GreetRequest(name="Bo"))', WAITING)
        assert waits != client
        done = subprocess.run([python, "-c", waits], capture_output=True, text=True, check=False)
    finally:
        server.terminate()
        server.wait()
    assert done.returncode == 0, done.stderr
    promised = re.findall(r"print\(.*?\)  # (.*)", client)
    assert done.stdout.splitlines() == promised


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
