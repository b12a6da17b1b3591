"""Protos that nobody here wrote: all of the wheel googleapis-common-protos, in a real browser."""

from __future__ import annotations

from pathlib import Path

from ego_ci.site.calls import calls
from selenium import webdriver

from tests.docs.support import googleapis, of_request
from tests.site.support import dead_links, site
from tests.site.test_hostile import FOUND


def test_no_link_is_dead_and_no_page_complains(browser: webdriver.Chrome, tmp_path: Path) -> None:
    folder = site(of_request(googleapis()), tmp_path, calls=calls())
    assert dead_links(folder) == []
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        browser.get(page.as_uri())
        assert browser.execute_script(FOUND) == [[], 0], page.name
    assert browser.get_log("browser") == []
