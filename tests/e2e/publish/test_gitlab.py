"""GitLab's package registry: its addresses, its headers, and its habit of passing questions on."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.project import Registry as Said
from ego_ci.registries import open_registry
from ego_ci.registries.opening import Opening
from ego_ci.registries.registry import Conflict, Registry, Standing
from ego_ci.settings import RegistrySettings

from tests.e2e.publish import packages
from tests.e2e.publish.servers.gitlab import Project, gitlab

MAKE: dict[str, Callable[..., Artifact]] = {
    "python": packages.python,
    "typescript": packages.npm,
    "java": packages.jar,
}
TOKEN = "job-token-of-the-tests"


def opened(url: str, token: str = TOKEN, **settings: str) -> Registry:
    """The registry as `registries: {gitlab: {type: gitlab}}` opens it in a job."""
    job = {"CI_API_V4_URL": f"{url}/api/v4", "CI_PROJECT_ID": "42", "CI_JOB_TOKEN": token}
    said = RegistrySettings(type="gitlab", **settings)  # type: ignore[arg-type]
    runner = Runner(environ={**os.environ, **job})
    return open_registry(Opening(Said("gitlab", Path("/nowhere"), said), runner))


def with_sbom(artifact: Artifact) -> Artifact:
    """The package with an SBOM and a provenance beside it."""
    if artifact.language == "java":
        return artifact
    beside = []
    for suffix in (".cdx.json", ".intoto.json"):
        beside.append(artifact.path.with_name(artifact.path.name + suffix))
        beside[-1].write_text("{}")
    return replace(artifact, beside=tuple(beside))


@pytest.mark.parametrize("language", MAKE)
def test_a_job_publishes_with_nothing_but_its_own_variables(language: str, tmp_path: Path) -> None:
    project = Project("42", TOKEN)
    artifact = with_sbom(MAKE[language](tmp_path / "a"))
    with gitlab(project) as url:
        registry = opened(url)
        assert registry.find(artifact).standing is Standing.ABSENT
        assert registry.publish(artifact).standing is Standing.ABSENT
        assert registry.publish(artifact).standing is Standing.SAME
        with pytest.raises(Conflict):
            registry.publish(with_sbom(MAKE[language](tmp_path / "b", text="2")))
        install = registry.install_line(artifact)
    assert project.foreign == []
    assert artifact.path.read_bytes() in project.files.values()
    assert f"{url}/api/v4/projects/42/packages/" in install
    assert any(path.endswith(".cdx.json") for path in project.files)
    assert any(path.endswith(".intoto.json") for path in project.files)


def test_the_addresses_are_those_of_the_documentation(tmp_path: Path) -> None:
    project = Project("42", TOKEN)
    with gitlab(project) as url:
        registry = opened(url)
        for language, make in MAKE.items():
            registry.publish(with_sbom(make(tmp_path / language)))
    base = "/api/v4/projects/42/packages"
    group = f"{base}/maven/com/acme/shop/shop-client"
    assert {
        f"POST {base}/pypi",
        f"GET {base}/pypi/simple/shop-client/",
        f"PUT {base}/npm/@acme%2Fshop-client",
        f"PUT {group}/1.0.0/shop-client-1.0.0.jar",
        f"PUT {group}/1.0.0/shop-client-1.0.0.pom",
        f"PUT {group}/1.0.0/shop-client-1.0.0-sources.jar",
        f"PUT {group}/maven-metadata.xml",
        f"PUT {base}/generic/python-shop-client/1.0.0/shop_client-1.0.0-py3-none-any.whl.cdx.json",
        f"PUT {base}/generic/typescript-acme-shop-client/1.0.0/acme-shop-client-1.0.0.tgz.intoto.json",
    } <= {*project.requests}


@pytest.mark.parametrize(
    ("settings", "header", "user"),
    [
        ({"user": "gitlab+deploy-token-7"}, "Deploy-Token", "gitlab+deploy-token-7"),
        ({"user": "ada"}, "Private-Token", "ada"),
    ],
)
@pytest.mark.parametrize("language", MAKE)
def test_other_tokens_go_where_they_belong(
    language: str, settings: dict[str, str], header: str, user: str, tmp_path: Path
) -> None:
    project = Project("acme%2Fshop", "another-token", header, user)
    with gitlab(project) as url:
        environ = {**os.environ, "THE_TOKEN": "another-token"}
        said = RegistrySettings(
            type="gitlab",
            url=url,
            project="acme/shop",
            token_env="THE_TOKEN",
            **settings,  # type: ignore[arg-type]
        )
        opening = Opening(Said("gitlab", Path("/nowhere"), said), Runner(environ=environ))
        receipt = open_registry(opening).publish(with_sbom(MAKE[language](tmp_path)))
    assert receipt.new
    assert project.foreign == []


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_evidence_that_is_missing_is_said_and_added(language: str, tmp_path: Path) -> None:
    project = Project("42", TOKEN)
    artifact = with_sbom(MAKE[language](tmp_path / "a"))
    with gitlab(project) as url:
        registry = opened(url)
        registry.publish(replace(artifact, beside=()))
        before = registry.find(artifact)
        receipt = registry.publish(artifact)
        assert registry.find(artifact).standing is Standing.SAME
        other = with_sbom(MAKE[language](tmp_path / "b", text="2"))
        other = replace(other, version=artifact.version)
        count = len(project.files)
        with pytest.raises(Conflict):
            registry.publish(other)
    assert before.standing is receipt.standing is Standing.PARTIAL
    assert artifact.beside[0].name in before.detail
    assert "was half published" in str(receipt)
    assert len(project.files) == count


@pytest.mark.parametrize("language", MAKE)
def test_a_wrong_token_is_refused_and_not_shown(language: str, tmp_path: Path) -> None:
    project = Project("42", TOKEN)
    with gitlab(project) as url, pytest.raises(Problem) as caught:
        opened(url, token="wrong-canary").publish(MAKE[language](tmp_path))
    assert "wrong-canary" not in f"{caught.value} {caught.value.output}"
    assert project.files == {}


def test_without_a_project_it_says_what_to_set() -> None:
    said = Said("gitlab", Path("/nowhere"), RegistrySettings(type="gitlab"))
    with pytest.raises(Problem, match=r"registries\.gitlab\.project"):
        open_registry(Opening(said, Runner(environ={})))
