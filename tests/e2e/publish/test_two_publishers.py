"""Two publishers at once, made to meet at every registry: one wins, the other skips, and both end well."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.ego import git
from tests.e2e.publish.world import KINDS, LANGUAGES, World, published, world

PATIENCE = 30.0
"""Seconds that the first one waits for the second at a registry; not reached unless something is wrong."""


class Meeting:
    """Holds the first write to each registry until the other publisher is about to write there too."""

    def __init__(self, place: World, kinds: tuple[str, ...]) -> None:
        self.barriers = {kind: threading.Barrier(2) for kind in kinds}
        self.seen: Counter[str] = Counter()
        self.guard = threading.Lock()
        self.met: list[str] = []
        place.hook = self.hook

    def hook(self, kind: str, when: str) -> None:
        if when != "before" or kind not in self.barriers:
            return
        with self.guard:
            self.seen[kind] += 1
            early = self.seen[kind] <= 2
        if early:
            with suppress(threading.BrokenBarrierError):
                self.barriers[kind].wait(PATIENCE)
                self.met.append(kind)


@pytest.mark.parametrize("same", [True, False])
def test_one_wins_and_the_other_skips_or_hears_of_it(same: bool, tmp_path: Path) -> None:
    with world(tmp_path, "token-of-two") as place:
        folders = [place.project("one"), place.project("two", "1" if same else "2")]
        meeting = Meeting(place, KINDS if same else KINDS[:1])
        both = [place.start(folder, "--json") for folder in folders]
        told = [process.communicate(timeout=300) for process in both]
        codes = [process.returncode for process in both]
        if same:
            assert codes == [0, 0], told
            assert sorted(meeting.met) == sorted([*KINDS, *KINDS])
            answers = [published(out) for out, _ in told]
            for language in LANGUAGES:
                assert sorted(answer[language] for answer in answers) == [False, True], language
            assert place.tags() == place.tags("shop-client") == ["v1.0.0"]
            for name in ("shop-go", "shop-client"):
                log = git(place.root / "git" / f"{name}.git", "log", "--format=%s", "main")
                assert len(log.splitlines()) == 1
        else:
            assert sorted(codes) == [0, 2], told
            loser = told[codes.index(2)][0]
            assert "is in the registry maven already, with other bytes" in loser
            assert place.tags() == ["v1.0.0"]
