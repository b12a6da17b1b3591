"""The programs that are measured: ours from a wheel, as a user has it, and the peers."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "protoc-gen-ego"
_KEPT = 24 * 3600  # seconds
GO_PLUGIN = "google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12"
DOC_PLUGIN = "github.com/pseudomuto/protoc-gen-doc/cmd/protoc-gen-doc@v1.5.1"
GO_GRPC_PLUGIN = "google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2"


@functools.cache
def ours() -> Path:
    """The folder with our programs, installed from a wheel of this tree into an environment of its own."""
    home = CACHE / "bench" / _digest()
    if not (home / "done").exists():
        print("bench: installing a wheel of this tree", flush=True)
        for other in home.parent.glob(
            "*"
        ):  # of earlier trees; a younger one may be measured right now
            if time.time() - other.stat().st_mtime > _KEPT:
                shutil.rmtree(other, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
        _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", f"--outdir={home}", ".")
        _run(sys.executable, "-m", "venv", str(home / "env"))
        [wheel] = home.glob("*.whl")
        _run(str(home / "env/bin/pip"), "install", "--quiet", "--compile", str(wheel))
        (home / "done").touch()
    return home / "env/bin"


def protoc_gen_go() -> Path:
    """The Go plugin, built once."""
    return _go_install(GO_PLUGIN)


def protoc_gen_go_grpc() -> Path:
    """The Go plugin for services, built once."""
    return _go_install(GO_GRPC_PLUGIN)


def protoc_gen_doc() -> Path:
    """The documentation generator of Go, built once."""
    return _go_install(DOC_PLUGIN)


def _go_install(plugin: str) -> Path:
    path, _, version = plugin.rpartition("@")
    program = CACHE / "go" / version / path.rpartition("/")[2]
    if not program.exists():
        if not shutil.which("go"):
            raise SystemExit(
                f"bench: the peer {program.name} needs the Go toolchain (`go`), which is not here"
            )
        print(f"bench: go install {plugin}", flush=True)
        _run("go", "install", plugin, GOBIN=str(program.parent))
    return program


def protoc_gen_mypy() -> Path:
    """mypy-protobuf's plugin, from the same environment as ours, so that both load the same protobuf."""
    return ours() / "protoc-gen-mypy"


def protoc() -> Path:
    """The protoc of the development tools: unlike that of grpcio-tools it knows Java and PHP."""
    return Path(sys.executable).parent / "protoc"


def _run(*arguments: str, **environment: str) -> None:
    # With this variable set, an environment made for measuring would have no compiled modules.
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        arguments, cwd=ROOT, env={**inherited, **environment}, check=True, stdout=subprocess.DEVNULL
    )


def _digest() -> str:
    """The digest of everything that goes into the wheel."""
    found = hashlib.sha256()
    for top in ("protoc_gen_ego", "ci/ego_ci", "templates", "pyproject.toml", "hatch_build.py"):
        path = ROOT / top
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix != ".pyc":
                found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]
