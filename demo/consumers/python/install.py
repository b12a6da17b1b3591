"""The Python consumer: pip installs the shop's wheel into an environment of its own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from ..consumer import Consumer, run

HERE = Path(__file__).parent
QUIET = ("--quiet", "--disable-pip-version-check")


def install(folder: Path, registry: Path, url: str) -> Consumer:  # noqa: ARG001 - pip reads folders
    """Installs into an empty folder what the registry's folder offers."""
    for name in ("client.py", "server.py"):
        shutil.copy(HERE / name, folder)
    run(sys.executable, "-m", "venv", folder / "environment", cwd=folder)
    python = folder / "environment" / "bin" / "python"
    wheels = ("--find-links", registry / "wheels")
    run(python, "-m", "pip", "install", *QUIET, *wheels, "shop-client", cwd=folder)
    environment = {"PYTHONIOENCODING": "utf-8"}
    program = str(python)
    return Consumer(folder, (program, "client.py"), (program, "server.py"), environment)
