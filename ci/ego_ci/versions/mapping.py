"""One version in the spelling of each package format, so that all clients of a release are found by one number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ego_ci.versions.pep440 import pep440
from ego_ci.versions.semver import Version

_PHASE = re.compile(r"(alpha|beta|rc)(?:\.?(\d+))?", re.IGNORECASE)


def npm(version: Version) -> str:
    """npm takes Semantic Versioning as it is; it ignores the build, so that this is left out."""
    return str(version._replace(build=""))


def python(version: Version) -> str:
    """PEP 440."""
    return pep440(str(version))


def maven(version: Version) -> str:
    """Maven (its ComparableVersion): only qualifiers that it knows come before the release.

    `1.3.0-mr.42` would be newer than `1.3.0`, `1.3.0-alpha-mr.42` is not.
    """
    release = str(version._replace(pre="", build=""))
    phase = _PHASE.fullmatch(version.pre)
    if phase:
        number = f"-{phase[2]}" if phase[2] else ""
        return f"{release}-{phase[1].lower()}{number}"
    return f"{release}-alpha-{version.pre}" if version.pre else release


def go(version: Version) -> str:
    """A tag of a Go module (https://go.dev/ref/mod#versions)."""
    return f"v{version._replace(build='')}"


def composer(version: Version) -> str:
    """Composer knows alpha, beta and RC; any other pre-release is a branch to it (`dev-…`)."""
    release = str(version._replace(pre="", build=""))
    phase = _PHASE.fullmatch(version.pre)
    if phase:
        word = "RC" if phase[1].lower() == "rc" else phase[1].lower()
        return f"{release}-{word}{phase[2] or ''}"
    return f"dev-{release}-{version.pre}" if version.pre else release


FORMATS: Mapping[str, Callable[[Version], str]] = {
    "python": python,
    "npm": npm,
    "maven": maven,
    "go": go,
    "composer": composer,
}
"""The package formats by name."""


def spellings(version: Version) -> dict[str, str]:
    """The version by format.

    >>> from ego_ci.versions.semver import parse
    >>> list(spellings(parse("1.3.0-rc.1")).values())
    ['1.3.0rc1', '1.3.0-rc.1', '1.3.0-rc-1', 'v1.3.0-rc.1', '1.3.0-RC1']
    """
    return {name: spell(version) for name, spell in FORMATS.items()}


def module_suffix(version: Version) -> str:
    """What a Go module's path ends with, '' before 2.0.0 (https://go.dev/ref/mod#major-version-suffixes).

    >>> module_suffix(Version(2, 0, 1)), module_suffix(Version(1, 9, 0))
    ('/v2', '')
    """
    return f"/v{version.major}" if version.major > 1 else ""
