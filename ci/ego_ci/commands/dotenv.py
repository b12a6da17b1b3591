"""The version as variables in a file, as GitLab's dotenv reports hand them to later jobs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ego_ci.problem import Problem, from_os_error
from ego_ci.versions.mapping import spellings
from ego_ci.versions.proposal import Proposal
from ego_ci.versions.semver import Version, parse


def tagged(environment: Mapping[str, str], prefix: str) -> Version | None:
    """The version that a tag's pipeline releases, None in any other pipeline and for a tag that is no version."""
    tag = environment.get("CI_COMMIT_TAG", "")
    # As for git's tags: with the usual prefix a bare 1.2.3 is a release too.
    bare = tag.removeprefix(prefix) if tag.startswith(prefix) else tag if prefix == "v" else ""
    try:
        return parse(bare) if bare else None
    except Problem:
        return None


def write(path: Path, version: Version, found: Proposal, prefix: str) -> None:
    """EGO_VERSION, EGO_TAG, EGO_PREVIOUS, EGO_LEVEL, and EGO_VERSION_PYTHON … in each format's spelling.

    One `NAME=value` a line, nothing quoted: no version holds a character that would need it.
    """
    values = {
        "EGO_VERSION": str(version),
        "EGO_TAG": f"{prefix}{version}",
        "EGO_PREVIOUS": str(found.previous or ""),
        "EGO_LEVEL": found.level.word,
        **{f"EGO_VERSION_{name.upper()}": text for name, text in spellings(version).items()},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    except OSError as error:
        raise from_os_error(error) from error
