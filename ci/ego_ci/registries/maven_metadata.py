"""Maven metadata: the list of an artifact's versions that a repository keeps (maven-metadata.xml).

https://maven.apache.org/ref/3.9.9/maven-repository-metadata/repository-metadata.html
"""

from __future__ import annotations

import datetime
from html import escape

from ego_ci.problem import Problem
from ego_ci.versions import semver


def lists(xml: bytes | None, version: str) -> bool:
    """True if the list names a version."""
    return version in _versions(xml)


def added(xml: bytes | None, *, group: str, name: str, version: str) -> bytes:
    """The list with one more version; `release` and `latest` are the highest, not the last that came.

    Whoever asks for the latest gets no patch of an older line.
    """
    versions = [*(there for there in _versions(xml) if there != version), version]
    released = [each for each in versions if "-" not in each]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<metadata>",
        f"  <groupId>{escape(group, quote=False)}</groupId>",
        f"  <artifactId>{escape(name, quote=False)}</artifactId>",
        "  <versioning>",
        f"    <latest>{escape(max(versions, key=_rank), quote=False)}</latest>",
    ]
    if released:
        lines.append(f"    <release>{escape(max(released, key=_rank), quote=False)}</release>")
    lines += [
        "    <versions>",
        *(f"      <version>{escape(each, quote=False)}</version>" for each in versions),
        "    </versions>",
        f"    <lastUpdated>{datetime.datetime.now(datetime.timezone.utc):%Y%m%d%H%M%S}</lastUpdated>",
        "  </versioning>",
        "</metadata>",
        "",
    ]
    return "\n".join(lines).encode()


def _versions(xml: bytes | None) -> list[str]:
    if not xml:
        return []
    from xml.etree import ElementTree  # a first version has no list to be read

    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise Problem(
            f"the registry's maven-metadata.xml cannot be read: {error}",
            remedy="let the server rebuild its metadata, or remove the file there",
        ) from error
    return [
        found.text.strip() for found in root.iterfind("versioning/versions/version") if found.text
    ]


def _rank(version: str) -> tuple[object, ...]:
    """The order of versions, for those that are semantic ones; a stranger's comes first."""
    try:
        return (1, *semver.parse(version).precedence)
    except Problem:
        return (0,)
