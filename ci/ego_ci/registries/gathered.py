"""Gathered: packages that another job built, judged before they are published."""

from __future__ import annotations

from collections.abc import Sequence

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.versions import mapping, semver

_EXACT = ("typescript", "go")
"""Languages whose versions are Semantic Versioning as it is, and tell what the others should be."""
_SPELLINGS = {
    "python": "python",
    "typescript": "npm",
    "java": "maven",
    "go": "go",
    "php": "composer",
}
"""Language -> its name in the table of spellings."""


def check(artifacts: Sequence[Artifact], *, whole: Sequence[Artifact], tag: str) -> None:
    """Raises Problem unless the packages are whole and of one version, that of the tag if there is one.

    `whole` are those of which every file has the bytes that its manifest tells; `tag` is the version that a
    tag stands for, '' without one.
    """
    for artifact in artifacts:
        if artifact not in whole:
            raise Problem(
                f"{artifact.path}, or a file that belongs to it, is missing or changed after it was built",
                remedy="hand on the whole folder of packages (GitLab: artifacts of the build jobs)",
            )
    clients = [artifact for artifact in artifacts if not artifact.shared]
    told = tag or next(
        (each.version.removeprefix("v") for each in clients if each.language in _EXACT), ""
    )
    version = semver.parse(told) if told else None
    for artifact in clients:
        wanted = _spelled(version, artifact.language) if version else artifact.version
        if artifact.version != wanted:
            source = "the tag" if tag else "another package"
            raise Problem(
                f"{artifact.name} ({artifact.language}) has the version {artifact.version}, and not {wanted} "
                f"as {source} has it",
                remedy="build all packages for one version",
            )


def _spelled(version: semver.Version, language: str) -> str:
    return mapping.FORMATS[_SPELLINGS[language]](version)
