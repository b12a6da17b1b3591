"""protoc: all generators of a language in one go, on a ready image.

Usually it is the protoc inside grpcio-tools, because only there the gRPC generator for Python exists, and
because a bare `protoc` on PATH may be any version.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import native


@dataclass(frozen=True)
class Generator:
    """One `--NAME_out`: its parameter, and the plugin's program if protoc does not bring it."""

    name: str
    parameter: str = ""
    program: Path | None = None


@dataclass(frozen=True)
class Protoc:
    """protoc on an image; `program` is another protoc than the one inside grpcio-tools."""

    runner: Runner
    image: Path
    program: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)

    def generate(self, names: Path, *, generators: Iterable[Generator], into: Path) -> str:
        """Runs every generator on files of the image; protoc's own words if it refuses, else ''.

        names: an argument file with the files' names; thousands do not fit on a command line.
        """
        if self.program is None:
            native.protoc()
        ours = [sys.executable, "-m", "grpc_tools.protoc"]
        command = [str(self.program)] if self.program else ours
        command.append(f"--descriptor_set_in={self.image}")
        for generator in generators:
            if generator.program:
                command.append(f"--plugin=protoc-gen-{generator.name}={generator.program}")
            command.append(f"--{generator.name}_out={into}")
            if generator.parameter:
                command.append(f"--{generator.name}_opt={generator.parameter}")
        # `python -m` looks for modules in the current folder first: stand where no `google/` can be.
        done = self.runner.run(
            [*command, f"@{names}"], cwd=names.parent, env=self.env, ok=range(256)
        )
        words = done.stderr.decode("utf-8", "replace").strip()
        if done.code != 0 and not words:
            raise Problem(f"protoc ended with exit code {done.code} and said nothing")
        return words if done.code != 0 else ""


def argument_file(files: Iterable[str]) -> bytes:
    """The content of an argument file: a name a line, as it is; protoc knows no quotes there."""
    return "".join(f"{name}\n" for name in files).encode("utf-8")
