"""Modules: the TypeScript sources of one client, moved together from what the generators wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ego_ci.packages.job import Job
from ego_ci.packages.node.specifiers import replaced, specifiers, target
from ego_ci.problem import Problem

SUFFIXES = {"grpc-js": (".ts", "_errors.ts"), "connect": ("_pb.ts", "_errors.ts")}
"""What the generators of a flavour write for one proto file."""

_MODULE = re.compile(r"^(?:import|export) ", re.MULTILINE)


def stem(proto: str) -> str:
    """The path that everything generated from a proto file begins with."""
    return proto.removesuffix(".proto")


@dataclass(frozen=True)
class Modules:
    """The modules of one client.

    Attributes:
        job: the client.
        package: the name in the registry of any client.
    """

    job: Job
    package: Callable[[Job], str]

    def own(self, generated: Path) -> dict[str, str]:
        """Path -> text of the modules of the client's own proto files."""
        return _modules(self.job, self.job.client.files, generated)

    def all(self, generated: Path) -> dict[str, str]:
        """The own modules, and those that they import and no other client brings: google's, a copy a package.

        The imports of what other clients bring name their packages.
        """
        found = {}
        waiting = self.own(generated)
        while waiting:
            path, text = waiting.popitem()
            found[path] = replaced(text, lambda said, at=path: self._specifier(at, said))  # type: ignore[misc]
            for specifier in specifiers(found[path]):
                module = target(path, specifier)
                if module and module not in found and module not in waiting:
                    waiting[module] = _read(generated, module)
        return dict(sorted(found.items()))

    def _specifier(self, path: str, said: str) -> str:
        module = target(path, said)
        owner = self.job.owner(proto_of(module)) if module else None
        if owner is None or owner.name == self.job.client.name:
            return said
        return f"{self.package(self.job.of(owner.name))}/{module.removesuffix('.ts')}"


def proto_of(module: str) -> str:
    """The proto file that a module with messages was generated from; no module imports another with errors."""
    return f"{module.removesuffix('.ts').removesuffix('_pb')}.proto"


def _modules(job: Job, files: tuple[str, ...], generated: Path) -> dict[str, str]:
    suffixes = SUFFIXES[job.project.node.flavour]
    paths = (f"{stem(proto)}{suffix}" for proto in files for suffix in suffixes)
    return {path: _read(generated, path) for path in paths if (generated / path).is_file()}


def _read(generated: Path, module: str) -> str:
    try:
        # newline="": a carriage return in somebody's comment is not ours to turn into a line end.
        with (generated / module).open(encoding="utf-8", newline="") as file:
            text = file.read()
    except FileNotFoundError as error:
        raise Problem(
            f"{module} is imported, and was not generated", remedy="run `ego generate`"
        ) from error
    # Of a file with nothing but extensions ts-proto writes a text that is no module.
    return text if _MODULE.search(text) else f"{text}\nexport {{}};\n"
