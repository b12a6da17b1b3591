"""Versions: each published one stays on the site, with what changed from one to the next, and marks of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.e2e.ego import edit, ego, git, scaffold
from tests.site.support import dead_links

PROTO = "proto/shop/greeter/v1/greeter_service.proto"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases and a tree: a message came, then a field of it went and another one came."""
    folder = scaffold(tmp_path_factory.mktemp("versions") / "shop")
    git(folder, "init", "-q")
    added = "\n// What is said when somebody leaves.\nmessage Farewell {\n  // Its words.\n  string words = 1;\n"
    end = "  // Who says it.\n  string speaker = 2;\n}\n"
    release(folder, "v1.0.0")
    with (folder / PROTO).open("a") as file:
        file.write(added + end)
    release(folder, "v1.1.0")
    edit(folder / PROTO, end, "  // When it is said.\n  string moment = 3;\n}\n")
    told = ego(folder, "docs")
    assert told.code == 0, told.out + told.err
    assert "left out" not in told.err
    return folder / "build" / "ego" / "docs"


def release(folder: Path, tag: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", tag)
    git(folder, "tag", tag)


def page(site: Path, version: str = "") -> str:
    folder = site / "versions" / version if version else site
    return (folder / "packages" / "shop.greeter.v1.html").read_text("utf-8")


def test_each_version_is_as_it_was(site: Path) -> None:
    assert "Farewell" not in page(site, "v1.0.0")
    assert "speaker" in page(site, "v1.1.0")
    assert "speaker" not in page(site)
    assert "moment" in page(site)
    assert dead_links(site) == []


def test_changes_are_told_between_neighbours(site: Path) -> None:
    text = (site / "changes.html").read_text("utf-8")
    second, first = text.index("From v1.1.0 to"), text.index("From v1.0.0 to v1.1.0")
    assert second < first
    assert "speaker" in text[second:first]
    assert "Breaking" in text[second:first]
    assert "Farewell" in text[first:]
    assert "Breaking" not in text[first:]


def test_what_is_new_or_broken_is_marked(site: Path) -> None:
    now = page(site)
    row = now[now.index('<tr id="shop.greeter.v1.Farewell.moment">') :]
    assert '<span class="mark new">new</span>' in row[: row.index("</tr>")]
    heading = now[now.index('<h3 id="shop.greeter.v1.Farewell">') :]
    assert '<span class="mark breaking">breaking</span>' in heading[: heading.index("</h3>")]
    before = page(site, "v1.1.0")
    heading = before[before.index('<h3 id="shop.greeter.v1.Farewell">') :]
    assert '<span class="mark new">new</span>' in heading[: heading.index("</h3>")]


def test_a_reader_changes_the_version(browser: webdriver.Chrome, site: Path) -> None:
    browser.get((site / "packages" / "shop.greeter.v1.html").as_uri())
    for label, heading in (("v1.0.0", "v1.0.0"), ("v1.1.0", "v1.1.0")):
        choice = Select(browser.find_element(By.CSS_SELECTOR, "select.version"))
        assert [option.text for option in choice.options][1:] == ["v1.1.0", "v1.0.0"]
        choice.select_by_visible_text(label)
        wait = WebDriverWait(browser, 60)
        wait.until(lambda b, heading=heading: f"/versions/{heading}/" in b.current_url)
    assert browser.get_log("browser") == []


def test_a_version_is_made_once(site: Path) -> None:
    folder = site.parents[2]
    (kept,) = (site.parent / "docs-versions").glob("v1.0.0-*")
    before = (kept / "index.html").stat().st_mtime_ns
    told = ego(folder, "docs", "--force")
    assert told.code == 0, told.err
    assert (kept / "index.html").stat().st_mtime_ns == before
