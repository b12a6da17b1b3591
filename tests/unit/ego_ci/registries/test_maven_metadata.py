"""maven-metadata.xml: what is listed stays, and the release is the highest version."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from ego_ci.problem import Problem
from ego_ci.registries.maven_metadata import added, lists


def listed(*versions: str) -> bytes:
    xml = b""
    for version in versions:
        xml = added(xml, group="com.acme", name="shop", version=version)
    return xml


def value(xml: bytes, path: str) -> str:
    return ElementTree.fromstring(xml).findtext(path) or ""


def test_versions_are_added_in_their_turn_and_none_is_lost() -> None:
    xml = listed("1.0.0", "1.1.0")
    assert lists(xml, "1.0.0") and lists(xml, "1.1.0") and not lists(xml, "1.2.0")
    assert not lists(None, "1.0.0")
    assert value(xml, "groupId") == "com.acme" and value(xml, "artifactId") == "shop"
    assert len(value(xml, "versioning/lastUpdated")) == 14


def test_a_patch_of_an_older_line_is_no_release_for_everybody() -> None:
    xml = listed("1.0.0", "2.0.0", "1.0.1")
    assert value(xml, "versioning/release") == value(xml, "versioning/latest") == "2.0.0"


def test_a_pre_release_is_the_latest_and_no_release() -> None:
    assert value(listed("1.0.0", "1.1.0-rc-1"), "versioning/release") == "1.0.0"
    assert value(listed("1.0.0", "1.1.0-rc-1"), "versioning/latest") == "1.1.0-rc-1"
    assert value(listed("1.0.0-rc-1"), "versioning/release") == ""


def test_a_list_that_cannot_be_read_is_not_overwritten() -> None:
    with pytest.raises(Problem, match="cannot be read"):
        added(b"<metadata>", group="com.acme", name="shop", version="1.0.0")
