"""Versions: the project's SemVer in the form that Python wants (PEP 440)."""

from __future__ import annotations

import re

from ego_ci.problem import Problem

_SEMVER = re.compile(
    r"v?(?P<release>\d+\.\d+\.\d+)"
    r"(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
    r"(?:\+(?P<build>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)
_PHASES = {"alpha": "a", "a": "a", "beta": "b", "b": "b", "rc": "rc", "pre": "rc", "c": "rc"}


def pep440(version: str) -> str:
    """The PEP 440 form of a SemVer 2.0 version; raises Problem for what neither form knows.

    A pre-release keeps its place before the release; one that PEP 440 has no word for becomes a
    development release that names it in the local part.

    >>> pep440("1.2.3"), pep440("v1.2.3-rc.1"), pep440("1.2.3-beta.2+build.5")
    ('1.2.3', '1.2.3rc1', '1.2.3b2+build.5')
    >>> pep440("1.2.3-preview.7"), pep440("1.2.3-SNAPSHOT"), pep440("1.2.3.dev4")
    ('1.2.3.dev7+preview', '1.2.3.dev0+snapshot', '1.2.3.dev4')
    """
    match = _SEMVER.fullmatch(version)
    if match and not match["pre"] and not match["build"]:
        return ".".join(str(int(part)) for part in match["release"].split("."))
    from packaging.version import InvalidVersion, Version

    text = version
    if match:
        pre, local = _pre_release(match["pre"] or "")
        parts = [part for part in (local, (match["build"] or "").replace("-", ".")) if part]
        text = match["release"] + pre + (f"+{'.'.join(parts)}" if parts else "")
    try:
        return str(Version(text))
    except InvalidVersion as error:
        raise Problem(
            f"the version {version!r} cannot be written in Python's form (PEP 440)",
            remedy="use MAJOR.MINOR.PATCH with -alpha.N, -beta.N or -rc.N in ego.yaml",
        ) from error


def _pre_release(pre: str) -> tuple[str, str]:
    """The PEP 440 suffix of a SemVer pre-release, and what of it has to go into the local version."""
    if not pre:
        return "", ""
    match = re.fullmatch(r"([A-Za-z]+)[.-]?(\d*)", pre)
    if match and (phase := _PHASES.get(match[1].lower())):
        return f"{phase}{match[2] or 0}", ""
    if match:
        number = match[2] or "0"
        return f".dev{number}", "" if match[1].lower() == "dev" else match[1]
    return ".dev0", re.sub(r"[^0-9A-Za-z]+", ".", pre).strip(".")
