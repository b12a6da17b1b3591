"""The Go consumer: `go get` takes the shop's module from the registry, `go build` compiles what uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..consumer import Consumer, run

HERE = Path(__file__).parent
MODULES = ("example.com/shop/client", "ego.internal/egoerrors")


def install(folder: Path, registry: Path, url: str) -> Consumer:  # noqa: ARG001 - Go takes the folder
    """Installs into an empty folder what the local registry has.

    The shop's modules go into a module cache of their own: under the version that they have today, another run can
    have other bytes. What the usual cache has of other people's is taken from there.
    """
    shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__*"))
    usual, proxy = run("go", "env", "GOMODCACHE", "GOPROXY", cwd=folder).splitlines()
    environment = {
        "GOPROXY": f"{(registry / 'go').as_uri()},file://{usual}/cache/download,{proxy}",
        "GONOSUMDB": ",".join(MODULES),
        "GOMODCACHE": str(folder / "modules"),
        "GOFLAGS": "-modcacherw",
        "GOWORK": "off",
    }
    run(
        "go",
        "get",
        *(f"{module}@latest" for module in MODULES),
        cwd=folder,
        environment=environment,
    )
    run("go", "mod", "tidy", cwd=folder, environment=environment)
    run("go", "mod", "verify", cwd=folder, environment=environment)
    for name in ("client", "server"):
        build = ("go", "build", "-trimpath", "-o", f"bin/{name}", f"./{name}")
        run(*build, cwd=folder, environment=environment)
    return Consumer(folder, (str(folder / "bin" / "client"),), (str(folder / "bin" / "server"),))
