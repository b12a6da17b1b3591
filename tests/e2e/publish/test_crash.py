"""A publisher is killed at every step that it takes; running it again finishes, and nothing wrong is seen meanwhile."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.ego import COMMAND, environment, git
from tests.e2e.publish import packages
from tests.e2e.publish.conftest import USER, VARIABLE
from tests.e2e.publish.servers.gate import gate, kill
from tests.e2e.publish.servers.git import bare, git_server
from tests.e2e.publish.servers.maven import maven_repository
from tests.e2e.publish.servers.npm import verdaccio
from tests.e2e.publish.servers.pypi import pypiserver

KINDS = ("pypi", "npm", "maven", "php-git", "go")


class Publisher:
    """`ego publish` to all five registries, through gates that can kill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.killing = ""
        self.running: subprocess.Popen[str] | None = None
        self.kills = 0
        self.env: dict[str, str] = {}

    def hook(self, when: str) -> None:
        """Kills the publisher once, if it is to die now."""
        if when == self.killing and self.running is not None:
            self.killing = ""
            self.kills += 1
            kill(self.running.pid)

    def run(self, killing: str = "") -> tuple[int, dict[str, dict[str, object]]]:
        """One run; its exit code and what it published, by language."""
        self.killing = killing
        self.running = subprocess.Popen(
            [*COMMAND, "publish", "--built", "--registry", "all", "--json"],
            cwd=self.folder,
            env=environment(**self.env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        out, err = self.running.communicate(timeout=120)
        self.killing = ""
        if self.running.returncode:
            assert self.running.returncode == -9, out + err
            return -9, {}
        data = json.loads(out)["stages"][0]["data"]
        assert not err or "another" not in err
        return 0, {entry["language"]: entry for entry in data["published"]}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[Publisher, Path]]:
    """Five empty registries behind gates, and a project with five packages."""
    publisher = Publisher(tmp_path / "project")
    token = "a-token-of-the-crash-test"
    with ExitStack() as stack:
        bare(tmp_path / "git" / "shop-go.git")
        bare(tmp_path / "git" / "shop-client.git")
        npm_url, npm_token = stack.enter_context(verdaccio(tmp_path / "npm"))
        urls = {
            "pypi": stack.enter_context(pypiserver(tmp_path / "pypi", user=USER, token=token)),
            "npm": npm_url,
            "maven": stack.enter_context(
                maven_repository(tmp_path / "maven", user=USER, token=token)
            ),
            "go": stack.enter_context(git_server(tmp_path / "git", user=USER, token=token)),
        }
        urls["php-git"] = urls["go"]
        registries: dict[str, dict[str, str]] = {}
        for kind in KINDS:
            url = stack.enter_context(gate(urls[kind], publisher.hook))
            variable = f"{VARIABLE}_{kind.upper().replace('-', '_')}"
            publisher.env[variable] = npm_token if kind == "npm" else token
            tail = "/{name}.git" if kind in ("go", "php-git") else ""
            registries[kind] = {"type": kind, "url": f"{url}{tail}", "token_env": variable}
            registries[kind] |= {} if kind == "npm" else {"user": USER}
        packages.project(publisher.folder, registries)
        yield publisher, tmp_path


def tags(root: Path) -> list[str]:
    return git(root / "git" / "shop-go.git", "tag").split()


def test_killed_after_every_step_it_goes_on_and_the_go_tag_is_the_last_of_all(
    world: tuple[Publisher, Path],
) -> None:
    publisher, root = world
    for _ in range(60):
        code, published = publisher.run("after")
        if code == 0:
            break
        assert code == -9
        if publisher.kills == 1:
            assert tags(root) == []
    # wheel, npm document, five files with two checksums each and the list with two, two pushes twice
    assert publisher.kills == 1 + 1 + 18 + 2 + 2
    assert {language: entry["new"] for language, entry in published.items()} == dict.fromkeys(
        ("python", "typescript", "java", "php", "go"), False
    )
    assert tags(root) == ["v1.0.0"]
    assert len(git(root / "git" / "shop-go.git", "log", "--format=%s", "main").splitlines()) == 1
    wheels = [path.name for path in (root / "pypi" / "packages").iterdir()]
    assert wheels == ["shop_client-1.0.0-py3-none-any.whl"]


def test_killed_before_a_step_nothing_of_it_is_there_and_the_next_run_takes_it(
    world: tuple[Publisher, Path],
) -> None:
    publisher, root = world
    code, _ = publisher.run("before")
    assert code == -9
    assert list((root / "pypi" / "packages").iterdir()) == []
    code, published = publisher.run()
    assert code == 0
    assert all(entry["new"] for entry in published.values())
    assert tags(root) == ["v1.0.0"]
