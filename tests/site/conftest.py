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
