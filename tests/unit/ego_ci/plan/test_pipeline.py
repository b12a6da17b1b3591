"""The child pipeline is within GitLab's bounds, and refuses what the parent refuses."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ego_ci.plan.jobs import NEEDS, Group, group
from ego_ci.plan.pipeline import write

LANGUAGES = ("go", "java")


def written(groups: tuple[Group, ...], **inputs: object) -> dict[str, Any]:
    found = yaml.safe_load(write(groups, LANGUAGES, version="1.2.3", inputs=inputs))
    assert isinstance(found, dict)
    return found


def jobs(document: dict[str, Any]) -> dict[str, Any]:
    return {
        name: job
        for name, job in document.items()
        if not name.startswith(".") and name not in ("stages", "variables")
    }


def test_there_is_one_job_a_package_and_language() -> None:
    found = written(group("abc", {"b": "a", "c": "ab"}, {}, most=10))
    built = {name: job for name, job in jobs(found).items() if "needs" in job}
    assert list(built) == ["go: a", "go: b", "go: c", "java: a", "java: b", "java: c"]
    assert built["java: c"]["needs"] == ["java: a", "java: b"]
    assert built["java: c"]["variables"] == {"LANGUAGE": "java", "PACKAGES": "c"}
    assert found["stages"] == ["plan", "build 0", "build 1", "build 2", "publish"]
    assert found["variables"] == {"EGO_VERSION": "1.2.3"}


@pytest.mark.parametrize("width", [NEEDS, NEEDS + 1])
def test_a_job_never_has_more_needs_than_gitlab_takes(width: int) -> None:
    names = [f"p{index:03}" for index in range(width)]
    found = jobs(written(group([*names, "zz"], {"zz": names}, {}, most=1000)))
    last = found["go: zz"]
    assert last["stage"] == "build 1"  # so that without `needs` it waits for all of them
    assert len(last.get("needs", ())) == (NEEDS if width == NEEDS else 0)
    assert ("needs" in last) == (width == NEEDS)


def test_names_of_jobs_are_short_and_differ() -> None:
    names = [f"{'x' * 90}{index}" for index in range(50)]
    found = jobs(written(group(names, {}, {}, most=7)))
    assert len(found) == 7 * len(LANGUAGES) + 3
    assert max(map(len, found)) <= 255


def test_without_a_change_a_job_says_so_and_nothing_is_published() -> None:
    found = jobs(written(()))
    assert list(found) == ["planned"]
    assert "nothing to build" in found["planned"]["script"][0]


def test_publishing_has_the_rules_of_the_component() -> None:
    found = written(group("a", {}, {}, most=3), registries="gitlab", tags="/^v1/")
    assert found["publish"] == {"extends": ".ego-release"}
    assert found[".ego-release"]["rules"] == [
        {"if": "$CI_MERGE_REQUEST_IID", "when": "never"},
        {"if": '$CI_COMMIT_TAG =~ /^v1/ && $CI_COMMIT_REF_PROTECTED == "true"'},
    ]
    assert found[".ego-release"]["variables"] == {"EGO_REGISTRIES": "gitlab"}
    assert found[".ego-preview"]["rules"] == [{"if": "$CI_MERGE_REQUEST_IID"}]
    assert found[".ego-preview"]["script"][0].endswith("publish --built --registry local")
