"""The version for later jobs of a GitLab pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci.commands.dotenv import tagged, write
from ego_ci.versions.proposal import first
from ego_ci.versions.semver import parse


@pytest.mark.parametrize(
    ("tag", "prefix", "version"),
    [
        ("v1.2.3", "v", "1.2.3"),
        ("1.2.3", "v", "1.2.3"),
        ("v1.2.3-rc.1", "v", "1.2.3-rc.1"),
        ("protos/v1.2.3", "protos/v", "1.2.3"),
        ("v1.2.3", "protos/v", None),
        ("nightly", "v", None),
        ("v1.2", "v", None),
        ("", "v", None),
    ],
)
def test_a_tag_releases_the_version_behind_its_prefix(
    tag: str, prefix: str, version: str | None
) -> None:
    found = tagged({"CI_COMMIT_TAG": tag}, prefix)
    assert (str(found) if found else None) == version


def test_every_line_is_a_name_and_a_value(tmp_path: Path) -> None:
    version = parse("1.3.0-mr.42.0a1b2c3d")
    write(tmp_path / "new" / "ego.env", version, first(version, "no tag"), "v")
    lines = (tmp_path / "new" / "ego.env").read_text().splitlines()
    assert lines[:4] == [
        "EGO_VERSION=1.3.0-mr.42.0a1b2c3d",
        "EGO_TAG=v1.3.0-mr.42.0a1b2c3d",
        "EGO_PREVIOUS=",
        "EGO_LEVEL=none",
    ]
    assert "EGO_VERSION_PYTHON=1.3.0.dev0+mr.42.0a1b2c3d" in lines
    assert all(line.count("=") == 1 for line in lines)
