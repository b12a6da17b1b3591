"""Imports: which packages a Go source names, and which ones follow from them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_BLOCK = re.compile(rb"^import (?:\(\n(.*?)^\)|(.*))$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(rb'^\s*(?:[\w.]+ )?"([^"\n]+)"\s*(?://.*)?$', re.MULTILINE)


def imported(source: bytes) -> set[str]:
    r"""The import paths of a gofmt-formatted source, standard library included.

    >>> sorted(imported(b'package x\n\nimport (\n\tfmt "fmt"\n\n\t_ "x.io/y"\n)\n\nvar s = "no.io"\n'))
    ['fmt', 'x.io/y']
    """
    blocks = (block or line for block, line in _BLOCK.findall(source))
    return {path.decode() for block in blocks for path in _PATH.findall(block)}


@dataclass(frozen=True)
class Tree:
    """A module's Go files: path below the module's root -> content."""

    module: str
    version: str
    files: Mapping[str, bytes]

    @cached_property
    def packages(self) -> dict[str, set[str]]:
        """Import path of each package -> what it imports; tests left out."""
        found: dict[str, set[str]] = {}
        for name, source in self.files.items():
            if name.endswith(".go") and not name.endswith("_test.go"):
                package = posixpath.join(self.module, posixpath.dirname(name)).rstrip("/")
                found.setdefault(package, set()).update(imported(source))
        return found


def reached(start: Iterable[str], trees: Iterable[Tree]) -> set[str]:
    """The packages that some packages need, they themselves included, as far as the trees tell."""
    known = {package: paths for tree in trees for package, paths in tree.packages.items()}
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        package = waiting.pop()
        if package not in found:
            found.add(package)
            waiting += known.get(package, ())
    return found
