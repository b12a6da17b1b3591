"""A proto repository published to a local registry by the real `ego`, and that registry over HTTP."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from ego_ci.registries import server

from tests.e2e.ego import ego, git

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "proto-examples"


def repository(folder: Path, protos: Mapping[str, str], settings: str) -> Path:
    """A repository with these proto files and this ego.yaml, committed."""
    files = {f"proto/{name}": text for name, text in protos.items()}
    files |= {"buf.yaml": "version: v2\nmodules:\n  - path: proto\n", "ego.yaml": settings}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return _committed(folder)


def shop(folder: Path, *languages: str, settings: str = "") -> Path:
    """The example shop with its licence, for these languages."""
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("build"), dirs_exist_ok=True)
    shutil.copy(ROOT / "LICENSE", folder)
    text = (folder / "ego.yaml").read_text("utf-8")
    text, found = re.subn(r"(?m)^languages: .*$", f"languages: [{', '.join(languages)}]", text)
    assert found == 1
    text += f"\nrepository: https://git.example.com/shop/protos\n{settings}"
    (folder / "ego.yaml").write_text(text, "utf-8")
    return _committed(folder)


def published(folder: Path) -> dict[str, dict[str, Any]]:
    """The packages of a repository by name, after `ego publish`; `file` is where each is."""
    told = ego(folder, "publish", "--json")
    assert told.code == 0, told.out + told.err
    stages = {stage["name"]: stage for stage in told.document["stages"]}
    return {item["name"]: item for item in stages["package"]["data"]["packages"]}


def registry(folder: Path) -> Path:
    """The local registry of a repository."""
    return folder / "build" / "ego" / "registry"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The URL of a registry's folder over HTTP, as `ego registry serve` offers it."""
    running = server.serve(folder, upstream=_upstream())
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.url_of(running)
    finally:
        running.shutdown()
        running.server_close()
        thread.join(10)


@cache
def _upstream() -> str:
    """Where this machine's npm finds packages."""
    command = ["npm", "config", "get", "registry"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return f"{done.stdout.strip().rstrip('/')}/"


def _committed(folder: Path) -> Path:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Begin")
    return folder


def cloned(folder: Path, target: Path) -> Path:
    """The same commit in another folder."""
    git(folder, "clone", "--quiet", str(folder), str(target))
    return target


def read(path: Path) -> Any:
    """What is in a JSON file."""
    return json.loads(path.read_text("utf-8"))
