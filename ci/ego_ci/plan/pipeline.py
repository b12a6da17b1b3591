"""Pipeline: the child pipeline's YAML, one job a group of packages and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ego_ci.plan import component
from ego_ci.plan.jobs import NEEDS, Group

_KEPT = (".ego", ".ego-package", ".ego-publish", ".ego-preview", ".ego-release")
_NAMED = 3
"""Packages that the name of a job tells."""
_LONGEST = 200
"""Characters of a job's name; GitLab takes 255."""


def write(
    groups: Sequence[Group],
    languages: Sequence[str],
    *,
    version: str,
    inputs: Mapping[str, object],
) -> str:
    """The text of a child pipeline.

    A job with more than 50 needs waits for all earlier stages instead, and then has the artifacts of all of them.
    """
    jobs = component.filled(inputs)
    levels = range(1 + max((group.level for group in groups), default=0))
    document: dict[str, Any] = {
        "stages": ["plan", *(f"build {level}" for level in levels), "publish"],
        "variables": {"EGO_VERSION": version},
        **{name: component.resolved(jobs[name], jobs) for name in _KEPT},
        ".ego-package": _packaging(component.resolved(jobs[".ego-package"], jobs)),
    }
    for language in languages:
        names = [_name(language, group, index, len(groups)) for index, group in enumerate(groups)]
        for name, group in zip(names, groups, strict=True):
            document[name] = _job(language, group, [names[need] for need in group.needs])
    if groups:
        document["preview"] = {"extends": ".ego-preview"}
        document["publish"] = {"extends": ".ego-release"}
    # A pipeline without any job is an error to GitLab: one that tells what was planned is always there.
    document["planned"] = {
        "stage": "plan",
        "variables": {"GIT_STRATEGY": "none"},
        "script": [f"echo 'ego: {_summary(groups, languages)}'"],
    }
    return yaml.dump(document, sort_keys=False, width=1_000_000, allow_unicode=True)


def _packaging(job: Any) -> dict[str, Any]:
    """What all jobs that build have in common; the packages stand in a variable of each job."""
    command = 'ego -C "$EGO_DIRECTORY" package --language "$LANGUAGE" --package "$PACKAGES"'
    return {**job, "script": [f'{command} --version "$EGO_VERSION"']}


def _job(language: str, group: Group, needs: Sequence[str]) -> dict[str, Any]:
    job: dict[str, Any] = {
        "extends": ".ego-package",
        "stage": f"build {group.level}",
        "variables": {"LANGUAGE": language, "PACKAGES": ",".join((*group.along, *group.packages))},
    }
    if len(needs) <= NEEDS:
        job["needs"] = list(needs)
    return job


def _name(language: str, group: Group, index: int, total: int) -> str:
    """`go: user`, or `go 3/40: user, order, cart … (12)`."""
    if len(group.packages) == 1:
        return f"{language}: {group.packages[0]}"[:_LONGEST]
    shown = ", ".join(group.packages[:_NAMED])[: _LONGEST - 40]
    more = f" … ({len(group.packages)})" if len(group.packages) > _NAMED else ""
    return f"{language} {index + 1}/{total}: {shown}{more}"


def _summary(groups: Sequence[Group], languages: Sequence[str]) -> str:
    packages = sum(len(group.packages) for group in groups)
    if not packages:
        return "no package changed, nothing to build"
    jobs = len(groups) * len(languages)
    return f"{packages} packages in {', '.join(languages)}, {jobs} jobs"
