"""`ego publish` as a person runs it: dry runs, several registries, and what GitLab's jobs may do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.ego import Told, ego
from tests.e2e.publish import packages
from tests.e2e.publish.conftest import TOKEN, USER, VARIABLE, Servers

BRANCH = {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_REF_PROTECTED": "true"}
TAG = {"GITLAB_CI": "true", "CI_COMMIT_TAG": "v1.0.0", "CI_COMMIT_REF_PROTECTED": "true"}
MERGE = {
    "GITLAB_CI": "true",
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "7",
}


@pytest.fixture(scope="module")
def folder(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with five built packages, a local registry and a Maven repository."""
    maven = {"type": "maven", "url": f"{servers.url('maven')}/command", "user": USER}
    registries = {
        "local": {"type": "local"},
        "maven": {**maven, "token_env": VARIABLE},
        "pages": {"type": "composer", "path": "public", "url": "https://acme.example.com/composer"},
    }
    yield packages.project(tmp_path_factory.mktemp("command") / "project", registries)


def publish(folder: Path, *arguments: str, token: str = TOKEN, **env: str) -> Told:
    return ego(folder, "publish", "--built", *arguments, env={VARIABLE: token, **env})


def data(told: Told) -> list[dict[str, str]]:
    (stage,) = told.document["stages"]
    found = stage["data"].get("planned") or stage["data"]["published"]
    assert isinstance(found, list)
    return found


def test_a_dry_run_asks_every_registry_and_changes_none(folder: Path, servers: Servers) -> None:
    told = publish(folder, "--registry", "all", "--dry-run")
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    jar = "java: com.acme.shop:shop-client 1.0.0 would be published to maven"
    assert jar in lines
    assert sum("would be published to local" in line for line in lines) == 5
    assert sum("would be published to pages" in line for line in lines) == 1
    assert not (servers.root / "maven" / "command").exists()
    assert not (folder / "build" / "ego" / "registry").exists()
    assert publish(folder, "--registry", "maven", "--dry-run", token="").code == 0
    planned = data(publish(folder, "--registry", "maven", "--dry-run", "--json"))
    assert [entry["standing"] for entry in planned] == ["absent"]


def test_all_registries_get_what_they_take_and_a_dry_run_says_so(folder: Path) -> None:
    told = publish(folder, "--registry", "all", "--json")
    assert told.code == 0, told.out
    found = [(entry["registry"], entry["language"]) for entry in data(told)]
    assert found == [
        ("local", "java"),
        ("maven", "java"),
        ("local", "php"),
        ("pages", "php"),
        ("local", "python"),
        ("local", "typescript"),
        ("local", "go"),
    ]
    planned = data(publish(folder, "--registry", "all", "--dry-run", "--json"))
    assert {entry["standing"] for entry in planned} == {"same"}
    page = json.loads((folder / "public" / "composer" / "packages.json").read_text())
    assert page["metadata-url"] == "https://acme.example.com/composer/p2/%package%.json"


def test_only_the_languages_that_are_asked_for_are_published(tmp_path: Path) -> None:
    folder = packages.project(tmp_path / "some", {"local": {"type": "local"}})
    told = publish(folder, "--language", "python,go", "--json")
    assert [entry["language"] for entry in data(told)] == ["python", "go"]
    assert len(data(publish(folder, "--json"))) == 5


def test_a_dry_run_says_what_would_be_refused(folder: Path, servers: Servers) -> None:
    publish(folder, "--registry", "maven")
    version = servers.root / "maven" / "command" / "com/acme/shop/shop-client/1.0.0"
    pom = version / "shop-client-1.0.0.pom"
    kept = pom.read_bytes()
    pom.write_bytes(b"<other/>")
    told = publish(folder, "--registry", "maven", "--dry-run")
    assert "is there with OTHER BYTES, and would be refused, in maven" in told.out
    refused = publish(folder, "--registry", "maven")
    assert refused.code == 2
    assert "shop-client-1.0.0.pom" in refused.err and "raise `version`" in refused.err
    pom.unlink()
    told = publish(folder, "--registry", "maven", "--dry-run")
    assert "is half published, and would be finished in maven (without shop-client" in told.out
    finished = publish(folder, "--registry", "maven")
    assert finished.code == 0
    assert "was half published (without shop-client-1.0.0.pom" in finished.out
    assert pom.read_bytes() == kept


def test_one_conflict_anywhere_and_nothing_is_published_anywhere(
    servers: Servers, tmp_path: Path
) -> None:
    url = f"{servers.url('maven')}/conflict"
    maven = {"type": "maven", "url": url, "user": USER, "token_env": VARIABLE}
    registries = {"local": {"type": "local"}, "maven": maven}
    first = packages.project(tmp_path / "first", registries)
    assert publish(first, "--registry", "maven").code == 0
    second = packages.project(tmp_path / "second", registries, text="2")
    told = publish(second, "--registry", "local,maven")
    assert told.code == 2
    assert "is in the registry maven already, with other bytes" in told.err
    assert not (second / "build" / "ego" / "registry").exists()


def test_a_missing_token_is_said_before_anything_is_published(folder: Path) -> None:
    told = publish(folder, "--registry", "maven", token="")
    assert told.code == 2
    assert f"the environment variable {VARIABLE} is empty or not set" in told.err
    assert "`registries.maven.token_env` in ego.yaml names it" in told.err


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (MERGE, "a merge request's pipeline publishes nothing to maven"),
        ({**TAG, **MERGE}, "a merge request's pipeline publishes nothing to maven"),
        (BRANCH, "only a protected tag's pipeline publishes to maven"),
        ({**TAG, "CI_COMMIT_REF_PROTECTED": "false"}, "only a protected tag's pipeline"),
        ({**MERGE, "GITLAB_CI": ""}, "a merge request's pipeline publishes nothing to maven"),
        (
            {"GITLAB_CI": "", "CI_MERGE_REQUEST_IID": "7"},
            "a merge request's pipeline publishes nothing to maven",
        ),
        ({**BRANCH, "GITLAB_CI": "", "CI_JOB_ID": "1"}, "only a protected tag's pipeline"),
    ],
)
def test_a_gitlab_job_publishes_only_for_protected_tags(
    job: dict[str, str], words: str, folder: Path
) -> None:
    told = publish(folder, "--registry", "maven", **job)
    assert (told.code, words in told.err) == (2, True), told.err
    assert publish(folder, "--registry", "local", **job).code in (0, 2)
    both = publish(folder, "--registry", "all", "--dry-run", **job)
    assert both.code == 2 and words in both.err


def test_a_protected_tag_publishes_and_only_its_own_version(folder: Path) -> None:
    assert publish(folder, "--registry", "maven", **TAG).code == 0
    told = publish(folder, "--registry", "maven", **{**TAG, "CI_COMMIT_TAG": "v1.0.1"})
    assert told.code == 2
    assert "has the version" in told.err and "as the tag has it" in told.err


def test_a_package_that_changed_after_it_was_built_is_not_published(tmp_path: Path) -> None:
    folder = packages.project(tmp_path / "changed", {"local": {"type": "local"}})
    (pom,) = (folder / "build" / "ego" / "packages" / "java").glob("*.pom")
    pom.write_bytes(b"changed")
    told = publish(folder)
    assert told.code == 2
    assert "missing or changed after it was built" in told.err


def test_a_registry_without_an_address_is_a_finding_at_its_line(tmp_path: Path) -> None:
    text = "name: a\nregistries:\n  here: {type: local}\n  there: {type: npm}\n"
    (tmp_path / "ego.yaml").write_text(text)
    told = ego(tmp_path, "publish")
    assert told.code == 2
    assert "ego.yaml:4:3" in told.err
    assert "a registry of type npm needs `url`" in told.err


def test_an_address_with_a_password_is_refused_and_not_shown(tmp_path: Path) -> None:
    text = "name: a\nregistries: {n: {type: npm, url: 'https://ci:hunter2@h.example.com/'}}\n"
    (tmp_path / "ego.yaml").write_text(text)
    told = ego(tmp_path, "publish")
    assert told.code == 2
    assert "name an environment variable in `token_env` instead" in told.err
    assert "hunter2" not in told.out + told.err
