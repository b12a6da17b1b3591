"""Orphans: tests begun by `ego scaffold` for services that are gone, or are tested in another file by now."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator
from pathlib import Path

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

_NAMES = {
    "python": re.compile(r"test_.*\.py"),
    "go": re.compile(r".*_test\.go"),
    "typescript": re.compile(r".*\.test\.ts"),
    "java": re.compile(r".*Test\.java"),
    "php": re.compile(r".*Test\.php"),
}
_NOT_OURS = frozenset(("node_modules", "vendor", "__pycache__"))
_LEDGER = "region ego: offered"
_SERVICE = re.compile(r"Tests of\s+(?:(?://|#|\*)\s+)?([\w.]+)")


def orphans(folder: Path, language: str, known: Container[Path]) -> Iterator[Diagnostic]:
    """A finding for every scaffold of a language below a folder that is not among the `known` ones."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in _NOT_OURS and not f.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if _NAMES[language].fullmatch(name) and path not in known:
                yield from _orphan(path)


def _orphan(path: Path) -> Iterator[Diagnostic]:
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return  # a folder, or a link to nowhere
    service = _SERVICE.search(text)
    if _LEDGER in text and service:
        place = Position(path.as_posix(), text.count("\n", 0, service.start()) + 1, 1)
        message = (
            f"{service[1]} is not tested here any more: it is gone, or its test has another name"
        )
        remedy = "move what you need of it to the new test, if there is one, and delete this one"
        yield Diagnostic(place, Severity.WARNING, "SCAFFOLD_SERVICE_REMOVED", message, remedy)
