"""The TypeScript consumer: npm installs the shop's package, tsc compiles what uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..consumer import Consumer, run

HERE = Path(__file__).parent
PACKAGES = ("shop-client", "ego-errors")
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")


def install(folder: Path, registry: Path, url: str) -> Consumer:  # noqa: ARG001 - npm wants HTTP
    """Installs into an empty folder what `ego registry serve` offers at `url`."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__*"))
    # One registry for all: the server sends npm on for what is not the shop's.
    run("npm", "install", "--registry", f"{url}/npm/", *QUIET, *PACKAGES, cwd=folder)
    run(folder / "node_modules" / ".bin" / "tsc", cwd=folder)
    return Consumer(folder, ("node", "dist/client.js"), ("node", "dist/server.js"))
