"""Versions: SemVer in Python's form, in the same order."""

from __future__ import annotations

import pytest
from ego_ci.problem import Problem
from ego_ci.versions.pep440 import pep440
from packaging.version import Version


def test_the_order_of_semver_is_kept() -> None:
    ordered = ["1.0.0-alpha.1", "1.0.0-alpha.2", "1.0.0-beta.1", "1.0.0-rc.1", "1.0.0", "1.0.1"]
    versions = [Version(pep440(text)) for text in ordered]
    assert versions == sorted(versions)


@pytest.mark.parametrize(
    "text", ["1.2.3-preview.7", "1.2.3-x.y.z", "1.2.3-0.3.7", "1.2.3-SNAPSHOT"]
)
def test_a_pre_release_without_a_word_in_pep440_stands_before_the_release(text: str) -> None:
    assert Version(pep440(text)) < Version("1.2.3")


def test_what_is_no_version_is_a_problem_with_a_remedy() -> None:
    with pytest.raises(Problem, match="PEP 440") as caught:
        pep440("latest")
    assert "MAJOR.MINOR.PATCH" in caught.value.remedy
