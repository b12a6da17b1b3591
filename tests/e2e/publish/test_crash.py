"""A publisher is killed at every step that it takes; running it again finishes, and nothing wrong is seen meanwhile."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.ego import git
from tests.e2e.publish.servers.gate import kill
from tests.e2e.publish.world import LANGUAGES, World, published, world


@pytest.fixture
def place(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, "token-of-the-crash-test") as made:
        yield made


class Killer:
    """Runs `ego publish`, and kills it when its first write is about to reach a registry, or just has."""

    def __init__(self, place: World) -> None:
        self.place = place
        self.folder = place.project()
        self.when = ""
        self.at: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        place.hook = self.hook

    def hook(self, kind: str, when: str) -> None:
        if when == self.when and self.process is not None:
            self.when = ""
            self.at.append(kind)
            kill(self.process.pid)
            if when == "before":
                raise ConnectionAbortedError  # the request does not go on without its sender

    def run(self, when: str = "") -> dict[str, bool] | None:
        """What it published, None if it was killed."""
        self.when = when
        self.process = self.place.start(self.folder, "--json")
        out, err = self.process.communicate(timeout=300)
        self.when = ""
        assert self.process.returncode in (0, -9), out + err
        return published(out) if self.process.returncode == 0 else None


def test_killed_after_every_step_it_goes_on_and_the_go_tag_is_the_last_of_all(
    place: World,
) -> None:
    killer = Killer(place)
    done = None
    while done is None and len(killer.at) < 40:
        before = place.tags()
        done = killer.run("after")
        assert done is not None or before == []  # the tag came with the last step of all
    # Jar, pom and the list of versions with two checksums each; branch and tag; wheel; npm's document.
    assert killer.at == [*["maven"] * 9, "php-git", "php-git", "pypi", "npm", "go", "go"]
    assert done == dict.fromkeys(LANGUAGES, False)
    assert place.tags() == ["v1.0.0"]
    assert place.tags("shop-client") == ["v1.0.0"]
    for name in ("shop-go", "shop-client"):
        log = git(place.root / "git" / f"{name}.git", "log", "--format=%s", "main")
        assert len(log.splitlines()) == 1
    wheels = [path.name for path in (place.root / "pypi" / "packages").iterdir()]
    assert wheels == ["shop_client-1.0.0-py3-none-any.whl"]


def test_killed_before_a_step_nothing_of_it_is_there_and_the_next_run_takes_it(
    place: World,
) -> None:
    killer = Killer(place)
    assert killer.run("before") is None
    assert list((place.root / "maven").iterdir()) == []
    assert killer.run() == dict.fromkeys(LANGUAGES, True)
    assert place.tags() == ["v1.0.0"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_the_middle_it_says_how_to_go_on_and_does(
    number: signal.Signals, place: World
) -> None:
    folder = place.project()
    running: list[subprocess.Popen[str]] = []
    writes: list[str] = []

    def hook(kind: str, when: str) -> None:
        if when == "after":
            writes.append(kind)
            if len(writes) == 4:
                running[0].send_signal(number)

    place.hook = hook
    running.append(place.start(folder))
    _, err = running[0].communicate(timeout=300)
    assert running[0].returncode == (130 if number == signal.SIGINT else 143), err
    assert "run `ego publish` again, it goes on there" in err
    place.hook = lambda _kind, _when: None
    again = place.start(folder)
    out, err = again.communicate(timeout=300)
    assert again.returncode == 0, err
    assert "was half published (without shop-client-1.0.0" in out
    assert "and is whole now" in out
    assert place.tags() == ["v1.0.0"]
