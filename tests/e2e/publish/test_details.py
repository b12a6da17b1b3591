"""What is special to one kind of registry: digests of an index, dist-tags, cut-off files, branches and folders."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.registry import Conflict, Standing

from tests.e2e.ego import git
from tests.e2e.publish import packages
from tests.e2e.publish.conftest import TOKEN, USER, Servers
from tests.e2e.publish.servers.git import bare
from tests.e2e.publish.servers.pypi import pypiserver
from tests.unit.ego_ci.registries.wheels import wheel


def test_an_index_without_sha256_is_asked_for_the_file(servers: Servers, tmp_path: Path) -> None:
    with pypiserver(tmp_path / "pypi", user=USER, token=TOKEN, digest="md5") as url:
        servers.tokens.setdefault("pypi", TOKEN)
        registry = servers.open("pypi", url=url, token=TOKEN)
        artifact = packages.python(tmp_path / "a")
        assert registry.publish(artifact).standing is Standing.ABSENT
        assert registry.publish(artifact).standing is Standing.SAME
        (there,) = (tmp_path / "pypi" / "packages").iterdir()
        there.write_bytes(artifact.path.read_bytes()[:300])
        with pytest.raises(Conflict) as caught:
            registry.publish(artifact)
        assert "the first 300 of" in caught.value.output
        assert "as a broken upload leaves them" in caught.value.output


def test_a_runtime_that_other_tools_built_is_kept(servers: Servers, tmp_path: Path) -> None:
    registry = servers.open("pypi")
    first = wheel(tmp_path / "a", "ego-errors", "7.0.0", tool="hatchling 1", shared=True)
    second = wheel(tmp_path / "b", "ego-errors", "7.0.0", tool="hatchling 2", shared=True)
    registry.publish(first)
    assert registry.publish(second).standing is Standing.KEPT
    other = wheel(tmp_path / "c", "ego-errors", "7.0.0", text="y = 1\n", shared=True)
    with pytest.raises(Conflict):
        registry.publish(other)


def test_latest_stays_what_people_should_install(servers: Servers, tmp_path: Path) -> None:
    registry = servers.open("npm")
    name = "@acme/tagged"
    for version in ("1.0.0", "2.0.0", "1.0.1", "2.1.0-rc.1"):
        registry.publish(packages.npm(tmp_path / version, version, name=name))
    with urllib.request.urlopen(f"{servers.url('npm')}/@acme%2ftagged", timeout=60) as answer:
        document = json.load(answer)
    assert document["dist-tags"] == {"latest": "2.0.0", "release-1": "1.0.1", "rc": "2.1.0-rc.1"}
    assert document["readme"] == "# A shop\n" or document["versions"]["2.0.0"]["readme"]


def test_a_jar_that_was_cut_off_on_the_server_is_called_so(
    servers: Servers, tmp_path: Path
) -> None:
    registry = servers.open("maven")
    artifact = packages.jar(tmp_path, "8.0.0")
    registry.publish(artifact)
    there = servers.root / "maven" / "com/acme/shop/shop-client/8.0.0/shop-client-8.0.0.jar"
    there.write_bytes(artifact.path.read_bytes()[:100])
    with pytest.raises(Conflict) as caught:
        registry.publish(artifact)
    assert "shop-client-8.0.0.jar" in caught.value.output
    assert "the first 100 of" in caught.value.output


def test_lists_of_versions_that_somebody_damaged_are_made_whole(
    servers: Servers, tmp_path: Path
) -> None:
    registry = servers.open("maven")
    artifact = packages.jar(tmp_path, "8.1.0")
    registry.publish(artifact)
    listing = servers.root / "maven" / "com/acme/shop/shop-client/maven-metadata.xml"
    listing.write_text(listing.read_text().replace("<version>8.1.0</version>", ""))
    receipt = registry.publish(artifact)
    assert receipt.standing is Standing.PARTIAL
    assert "without maven-metadata.xml" in receipt.detail
    assert "<version>8.1.0</version>" in listing.read_text()
    assert registry.find(artifact).standing is Standing.SAME


class Forge:
    """Bare repositories on disk, and the registry that pushes to them."""

    def __init__(self, servers: Servers, root: Path, repository: str) -> None:
        self.repository = bare(root / f"{repository}.git")
        servers.tokens.setdefault("go", TOKEN)
        self.registry = servers.open("go", url=f"file://{self.repository}", token=TOKEN)

    def files(self, ref: str) -> list[str]:
        return git(self.repository, "ls-tree", "-r", "--name-only", ref).split()


def test_a_patch_of_an_older_line_gets_a_tag_and_leaves_the_branch(
    servers: Servers, tmp_path: Path
) -> None:
    forge = Forge(servers, tmp_path, "lines")
    forge.registry.publish(packages.go(tmp_path / "a", "v1.0.0"))
    newer = packages.go(tmp_path / "b", "v1.1.0", text="2")
    forge.registry.publish(newer)
    tip = git(forge.repository, "rev-parse", "main")
    assert git(forge.repository, "rev-parse", "v1.1.0") == tip
    forge.registry.publish(packages.go(tmp_path / "c", "v1.0.1", text="3"))
    assert git(forge.repository, "rev-parse", "main") == tip
    assert git(forge.repository, "show", "v1.0.1:shop.go").endswith("= 3")
    assert forge.registry.publish(newer).standing is Standing.SAME
    same_files = packages.go(tmp_path / "d", "v1.2.0", text="2")
    assert forge.registry.publish(same_files).standing is Standing.ABSENT
    assert git(forge.repository, "log", "--format=%s", "main").splitlines()[0].endswith("v1.2.0")


def test_modules_in_one_repository_keep_to_their_folders(servers: Servers, tmp_path: Path) -> None:
    root = tmp_path / "git.example.com" / "acme"
    forge = Forge(servers, root, "all")
    base = str(forge.repository).removesuffix(".git").lstrip("/")
    # Below the repository's own path: for a file, that is the path itself.
    user = packages.go(tmp_path / "u", "v2.0.0", name=f"/{base}/user/v2")
    order = packages.go(tmp_path / "o", "v1.0.0", name=f"/{base}/order")
    for artifact in (user, order):
        assert forge.registry.publish(artifact).standing is Standing.ABSENT
    assert git(forge.repository, "tag").split() == ["order/v1.0.0", "user/v2.0.0"]
    assert {path.split("/")[0] for path in forge.files("main")} == {"user", "order"}
    assert "user/go.mod" in forge.files("user/v2.0.0")
    for artifact in (user, order):
        assert forge.registry.publish(artifact).standing is Standing.SAME


def test_a_tag_that_somebody_moved_is_told_file_by_file(servers: Servers, tmp_path: Path) -> None:
    forge = Forge(servers, tmp_path, "moved")
    artifact = packages.go(tmp_path / "a")
    forge.registry.publish(artifact)
    forge.registry.publish(packages.go(tmp_path / "b", "v1.1.0", text="2"))
    git(forge.repository, "tag", "-f", "-a", "-m", "moved", "v1.0.0", "v1.1.0")
    with pytest.raises(Conflict) as caught:
        forge.registry.publish(artifact)
    assert caught.value.output == "shop.go: other bytes"


def test_a_branch_that_refuses_is_a_problem_and_no_tag_appears(
    servers: Servers, tmp_path: Path
) -> None:
    forge = Forge(servers, tmp_path, "protected")
    hook = forge.repository / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'main is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Problem) as caught:
        forge.registry.publish(packages.go(tmp_path / "a"))
    assert "main is protected" in caught.value.output
    assert git(forge.repository, "tag") == ""


@pytest.mark.parametrize("path", ["../evil", "/abs", ".git/config", "a/../b", "a//b"])
def test_a_file_that_would_leave_its_folder_is_not_pushed(
    path: str, servers: Servers, tmp_path: Path
) -> None:
    forge = Forge(servers, tmp_path, "evil")
    made = packages.zipped(tmp_path / "x.zip", {f"{packages.MODULE}@v1.0.0/{path}": "x"})
    artifact = Artifact.of(made, language="go", name=packages.MODULE, version="v1.0.0")
    with pytest.raises(Problem, match="cannot be pushed"):
        forge.registry.publish(artifact)


def test_a_package_of_php_without_composer_json_is_none(servers: Servers, tmp_path: Path) -> None:
    made = packages.zipped(tmp_path / "x.zip", {"src/A.php": "<?php\n"})
    artifact = replace(packages.php(tmp_path / "a"), path=made)
    with pytest.raises(Problem, match=r"has no composer\.json"):
        servers.open("php-git").find(artifact)
