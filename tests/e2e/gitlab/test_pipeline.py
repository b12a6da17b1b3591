"""The component as a merge request, as a push and as a tag: whole pipelines, run for real."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.e2e.ego import commit, edit, git
from tests.e2e.gitlab import runner
from tests.e2e.gitlab.repository import LANGUAGES, PACKAGES, change, inputs, make

MADE = "build/ego/registry"
USER = "proto/shop/user/v1/user.proto"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop in two languages, for what needs no more."""
    return make(tmp_path_factory.mktemp("gitlab") / "shop", ["python", "go"])


def test_a_protected_tag_publishes_every_language(tmp_path: Path) -> None:
    shop = make(tmp_path / "shop", LANGUAGES)
    git(shop, "tag", "v1.0.0")
    ran = runner.run(shop, runner.tag("v1.0.0"))
    assert ran.code == 0, ran.output
    registry = ran.artifact("ego-publish", MADE)
    names = {path.name for path in registry.rglob("*") if path.is_file()}
    assert {
        "shop_client-1.0.0-py3-none-any.whl",
        "v1.0.0.zip",
        "shop-client-1.0.0.tgz",
        "shop-client-1.0.0.jar",
        "packages.json",
    } <= names
    for language in LANGUAGES:
        assert f"PASS  ego-build: [{language}]" in ran.output


def test_a_push_checks_and_builds_and_publishes_nothing(shop: Path) -> None:
    ran = runner.run(shop, runner.push())
    assert ran.code == 0, ran.output
    assert "ego-publish" not in ran.output
    assert "ego-preview" not in ran.output
    env = ran.artifact("ego-check", ".gitlab-ci-reports/dotenv/ego.env").read_text()
    assert "EGO_VERSION=1.0.0\n" in env
    assert ran.artifact("ego-build: [go]", "build/ego/packages/go").is_dir()
    assert ran.artifact("ego-check", "build/ego/catalog/catalog.json").is_file()
    assert ran.artifact("ego-docs", "ego-docs/index.html").is_file()


def test_a_merge_request_gets_a_preview_and_no_secret(shop: Path) -> None:
    base = git(shop, "rev-parse", "HEAD")
    git(shop, "checkout", "-q", "-b", "feature")
    edit(shop / USER, "syntax =", "// The users of the shop.\nsyntax =")
    head = commit(shop)
    ran = runner.run(
        shop,
        runner.merge_request(base),
        more={"CI_JOB_TOKEN": "canary-4711", "GITLAB_CI": "true"},
    )
    assert ran.code == 0, ran.output
    registry = ran.artifact("ego-preview", MADE)
    built = {path.name for path in registry.rglob("*") if path.suffix in (".whl", ".zip")}
    assert f"v1.0.0-mr.7.{head[:8]}.zip" in built
    assert not any("shop" in name and "mr.7" not in name for name in built)
    assert "canary-4711" not in ran.output
    left = (path for path in ran.folder.glob("artifacts/**/*") if path.is_file())
    assert not any(b"canary-4711" in path.read_bytes() for path in left)


def test_a_break_fails_the_check_with_reports_and_builds_nothing(shop: Path) -> None:
    base = git(shop, "rev-parse", "HEAD")
    git(shop, "checkout", "-q", "-b", "breaking")
    edit(shop / USER, "string name = 2", "bytes name = 2")
    commit(shop)
    ran = runner.run(shop, runner.merge_request(base))
    assert ran.code != 0
    assert "FAIL  ego-check" in ran.output
    assert "ego-build" not in ran.output.partition("FAIL  ego-check")[0].replace("needs", "")
    job = next(ran.folder.glob("builds/*check*"))
    [finding, *_] = json.loads((job / "gl-code-quality-report.json").read_text())
    assert finding["location"]["path"] == USER
    assert finding["check_name"].startswith("FIELD_")
    suite = ET.parse(job / "ego-junit.xml").getroot()
    assert suite.findall(".//failure")


def test_only_protected_tags_have_a_job_that_publishes(shop: Path) -> None:
    git(shop, "checkout", "-q", "main")
    events = {
        "push": runner.push(),
        "merge request": runner.merge_request("0" * 40),
        "tag": runner.tag("v1.0.0", protected=False),
        "protected tag": runner.tag("v1.0.0"),
        "another tag": runner.tag("nightly"),
    }
    found = {name: set(runner.jobs(shop, event)) for name, event in events.items()}
    publishing = {
        name: {job for job in each if "pub" in job or "pre" in job} for name, each in found.items()
    }
    assert publishing == {
        "push": set(),
        "merge request": {"ego-preview"},
        "tag": set(),
        "protected tag": {"ego-publish"},
        "another tag": set(),
    }
    assert found.pop("another tag") == set()
    both = {"ego-build: [python]", "ego-build: [go]"}
    assert all({"ego-check", "ego-docs", *both} <= each for each in found.values())


def test_a_large_repository_builds_what_changed_in_a_child_pipeline(tmp_path: Path) -> None:
    shop = make(tmp_path / "shop", ["python", "go"], packages=PACKAGES)
    inputs(shop, split=True)
    base = commit(shop)
    git(shop, "checkout", "-q", "-b", "feature")
    edit(shop / "proto/shop/order/v1/order.proto", "syntax =", "// Orders.\nsyntax =")
    commit(shop)
    ran = runner.run(shop, runner.merge_request(base))
    assert ran.code == 0, ran.output
    for job in ("python: order", "go: order", "preview"):
        assert re.search(rf"PASS .*-> {job} *\n", ran.output), ran.output
    assert "python: user" not in ran.output
    wheels = {path.name.split("-")[0] for path in ran.artifact("preview", MADE).rglob("*.whl")}
    # What did not change is there too, under the same version: without it nobody could install the preview.
    assert wheels == {"ego_errors", "shop_common_client", "shop_order_client"}


def test_the_branch_of_a_merge_request_cannot_make_it_publish(shop: Path) -> None:
    """Even where the branch rewrites the job and ego.yaml: `ego publish` itself refuses."""
    git(shop, "checkout", "-q", "main")
    base = git(shop, "rev-parse", "HEAD")
    git(shop, "checkout", "-q", "-b", "hostile")
    evil = {
        "type": "pypi",
        "url": "http://127.0.0.1:9/",
        "token_env": "CI_JOB_TOKEN",
        "insecure": True,
    }
    change(shop, registries={"local": evil}, languages=["python"])
    inputs(shop, languages=["python"])
    commit(shop)
    ran = runner.run(
        shop,
        runner.merge_request(base),
        more={"CI_JOB_TOKEN": "canary-4711", "GITLAB_CI": "true"},
    )
    assert ran.code != 0
    assert "a merge request's pipeline publishes nothing to local" in ran.output
    assert "canary-4711" not in ran.output
