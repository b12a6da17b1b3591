"""The browser, started once a process, and the shop's site, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.e2e.ego import ego
from tests.protos import ROOT
from tests.site.support import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    """Debian's Chromium, headless."""
    with chromium() as found:
        yield found


@pytest.fixture(autouse=True)
def _left_alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leaves the last page and its log after a test: a watched one asks for its server for ever."""
    yield
    if "browser" in request.fixturenames:
        found: webdriver.Chrome = request.getfixturevalue("browser")
        found.get("about:blank")
        found.get_log("browser")


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's site, made by the command itself and then moved to a sub-path with odd letters."""
    folder = tmp_path_factory.mktemp("shop") / "repository"
    shutil.copytree(ROOT / "proto-examples", folder, ignore=shutil.ignore_patterns("build"))
    told = ego(folder, "docs")
    assert told.code == 0, told.out + told.err
    moved = folder.parent / "a b" / "größe #1"
    shutil.copytree(folder / "build" / "ego" / "docs", moved)
    return moved


@pytest.fixture
def reader(browser: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """A browser of a usual size; at the end nothing may stand in its console."""
    browser.set_window_size(1400, 1000)
    browser.get_log("browser")
    yield browser
    assert browser.get_log("browser") == []
