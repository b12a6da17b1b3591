"""Versions: each published one stays on the site, with what changed from one to the next, and marks of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.e2e.ego import edit, ego, git, scaffold
from tests.site import snippets
from tests.site.accessibility import violations
from tests.site.support import dead_links
from tests.site.test_hostile import CANARIES, FOUND

PROTO = "proto/shop/greeter/v1/greeter_service.proto"


CANARY = " ".join(text.replace("\n", " ") for text in CANARIES[:6]).replace("@", "")
SAID = CANARY.replace('"', "'")  # in quotes of a tag


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases and a tree: a message came, a field of it went, another one came; with hostile texts."""
    folder = scaffold(tmp_path_factory.mktemp("versions") / "shop")
    git(folder, "init", "-q")
    release(folder, "v1.0.0")
    with (folder / PROTO).open("a") as file:
        file.write(
            f"\n// What is said when somebody leaves. {CANARY}\nmessage Farewell {{\n  // Its words. {CANARY}\n"
            "  string words = 1;\n  // Who says it.\n  string speaker = 2;\n  // How.\n  string tone = 4;\n}\n"
            "\n// What can go wrong when somebody leaves.\nenum FarewellErr {\n  // Never sent.\n"
            f"  FAREWELL_ERR_UNSPECIFIED = 0;\n  // Nobody listens. {CANARY}\n  // @code=NOT_FOUND\n"
            f'  // @msg="{SAID}" @i18n.en="{SAID}" @i18n.cn="{SAID}"\n  FAREWELL_ERR_ALONE = 1;\n}}\n'
        )
    release(folder, "v1.1.0")
    edit(folder / PROTO, "  // Who says it.\n  string speaker = 2;\n", "")
    edit(folder / PROTO, '@i18n.cn="', '@i18n.cn="now ')
    edit(folder / PROTO, "tone = 4;", f"tone = 4 [json_name = {json.dumps(SAID)}];")
    edit(folder / "ego.yaml", "\nversion: ", "\n# Published.\nversion: ")
    edit(folder / "ego.yaml", "\nname: ", f"\ndescription: {json.dumps(CANARY)}\nname: ")
    release(folder, "v2.0.0")
    edit(
        folder / PROTO,
        "  string words = 1;\n",
        "  string words = 1 [deprecated = true];\n  // When it is said.\n  string moment = 3;\n",
    )
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
    assert "speaker" not in page(site, "v2.0.0")
    assert "moment" not in page(site, "v2.0.0")
    assert "moment" in page(site)
    assert dead_links(site) == []


def test_each_version_has_the_code_for_its_own_packages(site: Path) -> None:
    for version in ("1.0.0", "1.1.0", "2.0.0"):
        codes = snippets.codes(site / "versions" / f"v{version}")
        assert codes["Python for Greet"].startswith(f"# pip install shop-client=={version}\n")


def step(site: Path, after: str) -> str:
    text = (site / "changes" / f"{after}.html").read_text("utf-8")
    return text[text.index("<main") : text.index("</main>")]


def test_there_is_a_page_between_any_two_neighbours(site: Path) -> None:
    assert len(list((site / "changes").iterdir())) == 3
    first, second, third = (step(site, it) for it in ("v1.1.0", "v2.0.0", "the-next-version"))
    assert "From v1.0.0 to v1.1.0" in first
    assert "Farewell" in first
    assert "Breaking" not in first
    assert "Breaking" in second
    assert "speaker" in second
    assert "speaker" not in third
    assert "moment" in third
    assert "words" in third  # deprecated
    overview = (site / "changes.html").read_text("utf-8")
    assert overview.index("From v2.0.0 to the next version") < overview.index(
        "From v1.1.0 to v2.0.0"
    )


def heading(text: str) -> str:
    """The heading of the message that came."""
    found = text[text.index('<h3 id="shop.greeter.v1.Farewell">') :]
    return found[: found.index("</h3>")]


def row(text: str, field: str) -> str:
    """The row of a field of it."""
    found = text[text.index(f'<tr id="shop.greeter.v1.Farewell.{field}">') :]
    return found[: found.index("</tr>")]


def test_what_is_new_deprecated_or_broken_is_marked(site: Path) -> None:
    mark = '<span class="mark {0}">{0}</span>'
    assert mark.format("new") in heading(page(site, "v1.1.0"))
    assert mark.format("breaking") in heading(page(site, "v2.0.0"))
    assert "mark" not in row(page(site, "v2.0.0"), "words")
    now = page(site)
    assert mark.format("new") in row(now, "moment")
    assert mark.format("deprecated") in row(now, "words")
    assert mark.format("breaking") not in now


def test_no_canary_of_an_earlier_version_or_of_a_change_becomes_an_element(
    browser: webdriver.Chrome, site: Path
) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 12
    for path in pages:
        browser.get(path.as_uri())
        assert browser.execute_script(FOUND) == [[], 0], path
    shown = browser.find_element(By.TAG_NAME, "main").text
    assert "canary" in step(site, "v2.0.0")
    browser.find_element(By.ID, "site-search").send_keys("farewell")
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#site-results a")) > 1)
    assert browser.execute_script(FOUND) == [[], 0], shown
    assert browser.get_log("browser") == []


def test_the_pages_of_versions_are_accessible(browser: webdriver.Chrome, site: Path) -> None:
    for path in (site / "changes.html", *(site / "changes").iterdir()):
        browser.get(path.as_uri())
        assert violations(browser) == [], path


def test_a_reader_changes_the_version(browser: webdriver.Chrome, site: Path) -> None:
    page = "packages/shop.greeter.v1.html#shop.greeter.v1.GreeterService"
    browser.get(f"{site.as_uri()}/{page}")
    assert not browser.find_elements(By.CLASS_NAME, "old")
    for label in ("v1.0.0", "v1.1.0"):
        choice = Select(browser.find_element(By.CSS_SELECTOR, "select.version"))
        assert [option.text for option in choice.options][1:] == ["v2.0.0", "v1.1.0", "v1.0.0"]
        choice.select_by_visible_text(label)
        wait = WebDriverWait(browser, 60)
        wait.until(lambda b, label=label: b.current_url.endswith(f"/versions/{label}/{page}"))
        wait.until(lambda b: b.find_elements(By.CLASS_NAME, "old"))
    browser.find_element(By.LINK_TEXT, "Versions and changes").click()
    WebDriverWait(browser, 60).until(lambda b: "/versions/" not in b.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").text == "Versions and changes"
    browser.find_element(By.LINK_TEXT, "From v1.0.0 to v1.1.0").click()
    assert browser.find_element(By.TAG_NAME, "h1").text == "From v1.0.0 to v1.1.0"
    choice = Select(browser.find_element(By.CSS_SELECTOR, "select.version"))
    choice.select_by_visible_text("v1.0.0")  # which has no such page
    wait.until(lambda b: b.current_url.endswith("/versions/v1.0.0/index.html"))
    assert browser.get_log("browser") == []


def test_arrow_keys_choose_a_version_and_enter_opens_it(
    browser: webdriver.Chrome, site: Path
) -> None:
    browser.get((site / "index.html").as_uri())
    choice = browser.find_element(By.CSS_SELECTOR, "select.version")
    choice.send_keys(Keys.ARROW_DOWN)
    browser.execute_script("arguments[0].dispatchEvent(new Event('change'))", choice)
    assert (
        browser.execute_script("return document.querySelector('script[src$=\"pages.js\"]')") is None
    )
    choice.send_keys(Keys.ENTER)
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.current_url.endswith("/versions/v2.0.0/index.html"))


def test_a_version_is_made_once(site: Path) -> None:
    folder = site.parents[2]
    (kept,) = (site.parent / "docs-versions").glob("v1.0.0-*")
    before = (kept / "index.html").stat().st_mtime_ns
    told = ego(folder, "docs", "--force")
    assert told.code == 0, told.err
    assert (kept / "index.html").stat().st_mtime_ns == before
