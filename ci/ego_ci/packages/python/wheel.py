"""Wheels: hatchling in our own process, with the same bytes everywhere."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from ego_ci.problem import Problem

_ALONE = Lock()
"""hatchling reads the time from the environment, and tempfile has one folder a process."""
EARLIEST = 315532800
"""1980-01-01, the first time that a zip file can hold."""


def build_wheel(root: Path, project: Mapping[str, object], *, package: str, epoch: int) -> Path:
    """Builds the wheel of one package folder and returns its path, beside the folder.

    hatchling sorts the files, sets every time to SOURCE_DATE_EPOCH and every mode to 644, so neither
    folder, umask, time zone nor user show in the bytes. The metadata is handed over as a dictionary: no
    text of the user's is ever pasted into a TOML file.

    Args:
        root: folder with README.md, maybe LICENSE, and the folder `package`; nothing else in it is read.
        project: the `[project]` table of pyproject.toml.
        package: the folder and top-level package.
        epoch: time of each file in seconds since 1970.
    """
    from hatchling.builders.wheel import WheelBuilder
    from hatchling.metadata.core import ProjectMetadata
    from hatchling.plugin.manager import PluginManager

    # 2.4 is what PyPI and pip of today read; hatchling would write the newest that it knows.
    target = {"only-include": [package], "core-metadata-version": "2.4"}
    build = {"ignore-vcs": True, "targets": {"wheel": target}}
    config = {"project": dict(project), "tool": {"hatch": {"build": build}}}
    plugins = PluginManager()
    metadata = ProjectMetadata(str(root), plugins, config)
    builder = WheelBuilder(str(root), plugins, config, metadata)
    try:
        with _ALONE, _surroundings(root, epoch):
            # Both flags given: an environment variable of hatch could otherwise turn the build off.
            paths = list(
                builder.build(
                    directory=str(root), versions=["standard"], hooks_only=False, clean=False
                )
            )
    except (ValueError, TypeError) as error:  # hatchling's words for a field it refuses
        raise Problem(
            f"the wheel cannot be built: {error}", remedy="correct the value in ego.yaml"
        ) from error
    return Path(paths[0])


@contextmanager
def _surroundings(root: Path, epoch: int) -> Iterator[None]:
    """The commit's time for hatchling, and temporary files below `root`, where they are removed."""
    before, folder = os.environ.get("SOURCE_DATE_EPOCH"), tempfile.tempdir
    os.environ["SOURCE_DATE_EPOCH"] = str(max(epoch, EARLIEST))
    tempfile.tempdir = str(root)
    try:
        yield
    finally:
        tempfile.tempdir = folder
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
