"""The go command against a local registry, with a module cache of its own, since other tests have the same versions."""

from __future__ import annotations

import os
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ego_ci.packages.artifact import Artifact


@dataclass(frozen=True)
class Go:
    """Runs `go` so that it finds the registry's modules first, then those it always finds.

    registry: the folder of a local registry. cache: the module cache. url: where else the registry's modules are.
    """

    registry: Path
    cache: Path
    url: str = ""

    def __call__(self, *arguments: str, cwd: Path, fails: bool = False) -> str:
        """What a command prints on stdout; with `fails` it must not succeed, and its stderr comes back."""
        usual, proxy = _output(("go", "env", "GOMODCACHE", "GOPROXY"), cwd, {}).splitlines()
        own = self.url or (self.registry / "go").as_uri()
        environment = {
            "GOPROXY": f"{own},file://{usual}/cache/download,{proxy}",
            "GONOSUMDB": "example.com,gitlab.example.com,ego.internal",
            "GOMODCACHE": str(self.cache),
            "GOFLAGS": "-modcacherw",
            "GOWORK": "off",
        }
        return _output(("go", *arguments), cwd, environment, fails=fails)

    def unpack(self, artifact: Artifact, folder: Path) -> Path:
        """A module as it is in its zip: the folder with go.mod."""
        with zipfile.ZipFile(artifact.path) as archive:
            archive.extractall(folder)
        return folder / f"{artifact.name}@{artifact.version}"


def _output(
    command: tuple[str, ...], cwd: Path, environment: dict[str, str], *, fails: bool = False
) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stderr if fails else done.stdout


def program(folder: Path, text: str) -> Path:
    """A consumer's module with one program."""
    folder.mkdir(parents=True)
    (folder / "go.mod").write_text("module example.org/consumer\n\ngo 1.23\n")
    (folder / "main.go").write_text(text)
    return folder
