"""The pom says what it was told, whatever is in the texts."""

from __future__ import annotations

from xml.etree import ElementTree

from ego_ci.packages.java.libraries import Coordinates, library
from ego_ci.packages.java.pom import pom, properties
from ego_ci.packages.origin import Origin

NAMESPACE = "{http://maven.apache.org/POM/4.0.0}"
OWN = Coordinates("com.example", "shop-client", "1.2.3-rc-1")


def test_texts_stay_texts() -> None:
    origin = Origin(
        "1.2.3-rc.1",
        description="a </description><scm>&x; <!-- -->\n\u4f60",
        license="MIT OR Apache-2.0",
        repository="https://git.example.com/a.git/",
        commit="0123",
    )
    root = ElementTree.fromstring(pom(OWN, origin, [library("io.grpc:grpc-stub"), OWN]))
    texts = {child.tag.removeprefix(NAMESPACE): child.text for child in root}
    assert texts["description"] == "a </description><scm>&x; <!-- --> \u4f60"
    assert texts["version"] == "1.2.3-rc-1"
    assert root.findtext(f"{NAMESPACE}scm/{NAMESPACE}tag") == "0123"
    assert root.findtext(f"{NAMESPACE}url") == "https://git.example.com/a"
    found = root.iterfind(f"{NAMESPACE}dependencies/*/{NAMESPACE}artifactId")
    assert [item.text for item in found] == ["grpc-stub", "shop-client"]


def test_what_is_unknown_is_left_out() -> None:
    text = pom(OWN, Origin("1.0.0"), [])
    assert "<scm>" not in text
    assert "<licenses>" not in text
    assert "<url>" not in text


def test_scanners_find_the_coordinates() -> None:
    assert properties(OWN) == "artifactId=shop-client\ngroupId=com.example\nversion=1.2.3-rc-1\n"


def test_the_sbom_knows_versions_and_licences() -> None:
    found = library("com.google.protobuf:protobuf-java").dependency
    assert found.purl == "pkg:maven/com.google.protobuf/protobuf-java@4.36.2"
    assert found.license == "BSD-3-Clause"
