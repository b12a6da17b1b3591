"""pom: what Maven and Gradle read of an artifact (POM 4.0.0)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ego_ci.packages.java.libraries import Coordinates
from ego_ci.packages.origin import Origin

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 https://maven.apache.org/xsd/maven-4.0.0.xsd">
"""
_WHY = "First and direct: grpc-protobuf asks for an older one, with which a client without a deadline can hang."


def pom(own: Coordinates, origin: Origin, dependencies: Iterable[Coordinates]) -> str:
    """The pom of an artifact.

    Args:
        own: the artifact.
        origin: description, licence, repository, commit.
        dependencies: what it needs, in the order of the class path.
    """
    lines = ["  <modelVersion>4.0.0</modelVersion>", *_coordinates(own, "  ")]
    lines += ["  <packaging>jar</packaging>", "", _element("name", own.artifact)]
    lines.append(_element("description", origin.summary))
    address = origin.repository.rstrip("/").removesuffix(".git")
    if address:
        lines.append(_element("url", address))
    if origin.license:
        lines += [
            "  <licenses>",
            "    <license>",
            _element("name", origin.license, "      "),
            _element("distribution", "repo", "      "),
            "    </license>",
            "  </licenses>",
        ]
    if address:
        lines += [
            "  <scm>",
            _element("connection", f"scm:git:{address}.git", "    "),
            _element("url", address, "    "),
            *([_element("tag", origin.commit, "    ")] if origin.commit else []),
            "  </scm>",
        ]
    lines += ["", "  <dependencies>"]
    for index, dependency in enumerate(dependencies):
        if index == 0:
            lines.append(f"    <!-- {_WHY} -->")
        lines += ["    <dependency>", *_coordinates(dependency, "      "), "    </dependency>"]
    return _HEAD + "\n".join([*lines, "  </dependencies>", "</project>", ""])


def properties(own: Coordinates) -> str:
    """The text of pom.properties, which scanners of jars look for."""
    return f"artifactId={own.artifact}\ngroupId={own.group}\nversion={own.version}\n"


def _coordinates(it: Coordinates, pad: str) -> list[str]:
    return [
        _element("groupId", it.group, pad),
        _element("artifactId", it.artifact, pad),
        _element("version", it.version, pad),
    ]


def _element(name: str, text: str, pad: str = "  ") -> str:
    return f"{pad}<{name}>{escape(text, quote=False)}</{name}>"
