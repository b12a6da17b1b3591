"""The browser, started once a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver

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
