"""Sources: the tree of a client package, moved together from what the generators wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ego_ci.packages.image import Image
from ego_ci.packages.python.delivered import Delivered, Deliveries
from ego_ci.packages.python.modules import SUFFIXES, Module
from ego_ci.packages.python.rewrite import rewrite
from ego_ci.problem import Problem

_SHIM = '''"""{proto}, which {owner} brings.

The same module under this package's name: a second copy in one process would clash with it.
"""

from {module} import *
from {module} import DESCRIPTOR as DESCRIPTOR
'''


@dataclass(frozen=True)
class Sources:
    """The Python files of one package, by path below its top-level folder.

    Attributes:
        image: own proto files and what they import.
        generated: folder that the generators wrote into.
        package: the top-level package to move everything under.
        deliveries: who brings the modules that are not ours to bring.
    """

    image: Image
    generated: Path
    package: str
    deliveries: Deliveries

    @cached_property
    def moves(self) -> Mapping[str, str]:
        """Dotted module as generated -> dotted module in the installed world, for every file known."""
        moves: dict[str, str] = {}
        for file in self.image.files:
            module = Module(file.name)
            if found := self.deliveries.of(module.written):
                moves[f"{module.written.replace('/', '.')}_pb2"] = found.module
        for file in self.image.own:
            module = Module(file.name)
            for suffix in ("_pb2", "_pb2_grpc", "_errors"):
                name = f"{module.written.replace('/', '.')}{suffix}"
                moves.setdefault(name, self.dotted(module, suffix))
        return moves

    def dotted(self, module: Module, suffix: str) -> str:
        """The dotted name of an own module in the package."""
        return f"{self.package}.{module.moved.replace('/', '.')}{suffix}"

    @property
    def requirements(self) -> set[str]:
        """The packages that bring what the own files are or import; "" for protobuf itself."""
        names = {file.name for file in self.image.own}
        names.update(name for file in self.image.own for name in file.dependency)
        found = (self.deliveries.of(Module(name).written) for name in names)
        needed = {delivered.requirement for delivered in found if delivered}
        modules = (
            self.generated / f"{Module(file.name).written}_errors.py" for file in self.image.own
        )
        if any(module.is_file() for module in modules):
            needed.add(self.deliveries.runtime)
        return needed

    def files(self) -> Iterator[tuple[str, str]]:
        """(path, text) of every module, in the order of the proto files."""
        for file in self.image.own:
            module = Module(file.name)
            found = self.deliveries.of(module.written)
            if found:
                yield from self._shim(module, found)
            for suffix in SUFFIXES:
                skipped = suffix.startswith("_pb2_grpc") and not file.service
                if skipped or (found and suffix.startswith("_pb2.")):
                    continue
                path = self.generated / f"{module.written}{suffix}"
                if path.is_file():
                    yield f"{module.moved}{suffix}", self._moved(path)

    def _moved(self, path: Path) -> str:
        # newline="": a carriage return in somebody's comment is not ours to turn into a line end.
        with path.open(encoding="utf-8", newline="") as file:
            result = rewrite(file.read(), self.moves)
        if result.unknown:
            raise Problem(
                f"{path.relative_to(self.generated)} imports {min(result.unknown)}, which no package brings",
                remedy="name the package in ego.yaml under python.dependencies",
            )
        return result.source

    def _shim(self, module: Module, found: Delivered) -> Iterator[tuple[str, str]]:
        owner = found.requirement.partition(">")[0] or "protobuf"
        text = _SHIM.format(proto=ascii(module.proto)[1:-1], owner=owner, module=found.module)
        for suffix in ("_pb2.py", "_pb2.pyi"):
            yield f"{module.moved}{suffix}", text


def package_folders(paths: Iterator[str] | list[str]) -> list[str]:
    """Every folder that needs an `__init__.py`, '' (the top) first.

    >>> package_folders(["a/b/x_pb2.py", "a/y_pb2.py"])
    ['', 'a', 'a/b']
    """
    folders = {""}
    for path in paths:
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(folders)
