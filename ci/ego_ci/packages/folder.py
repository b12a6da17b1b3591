"""Folder: the files below one, read and written at once; a package of Java has hundreds, so none gets an object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def read(folder: Path, suffix: str = "") -> dict[str, bytes]:
    """Path below the folder, with `/` -> content of every file whose name ends so, sorted; {} if it is not there."""
    start, found = len(str(folder)) + 1, {}
    for here, _, names in os.walk(folder):
        for name in names:
            if name.endswith(suffix):
                path = f"{here}/{name}"
                with open(path, "rb") as file:  # noqa: PTH123 - see the module
                    found[path[start:]] = file.read()
    return dict(sorted(found.items()))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files below a folder, which is made with all that is between."""
    made: set[str] = set()
    for name, content in files.items():
        path = f"{folder}/{name}"
        above = path.rpartition("/")[0]
        if above not in made:
            os.makedirs(above, exist_ok=True)  # noqa: PTH103 - see the module
            made.add(above)
        with open(path, "wb") as file:  # noqa: PTH123 - see the module
            file.write(content)
