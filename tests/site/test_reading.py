"""Who reads the site, and on what: by keyboard, with a screen reader, on a phone, on paper, without scripts."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.site.accessibility import violations
from tests.site.test_shop import SHOTS, search, shot

SHOWN = "return [...document.querySelectorAll('.way')].filter(one => one.checkVisibility()).map(one => one.dataset.way)"


@contextmanager
def screen(browser: webdriver.Chrome, width: int, **features: str) -> Iterator[None]:
    """A screen of a width; features are what the reader prefers (`prefers_color_scheme="dark"`)."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    prefers = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": prefers})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def package(shop: Path) -> str:
    return (shop / "packages" / "shop.user.v1.html").as_uri()


def unfold(browser: webdriver.Chrome, count: int) -> None:
    """Opens the first calls of a page, by the keyboard."""
    for call in browser.find_elements(By.CSS_SELECTOR, "details.call > summary")[:count]:
        call.send_keys(Keys.ENTER)
    made = f"return document.querySelectorAll('details.call [role=tablist]').length >= {count}"
    WebDriverWait(browser, 60).until(lambda b: b.execute_script(made))


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (390, "light")])
def test_axe_finds_nothing(reader: webdriver.Chrome, shop: Path, width: int, scheme: str) -> None:
    with screen(reader, width, prefers_color_scheme=scheme):
        for path in sorted(shop.rglob("*.html")):
            reader.get(path.as_uri())
            reader.execute_script(
                "document.querySelectorAll('details').forEach(d => d.open = true)"
            )
            assert violations(reader) == [], path.name
        for words in ("user", "there is nothing like this"):
            search(reader, words)
            assert violations(reader) == []


def test_names_and_levels_are_in_order(reader: webdriver.Chrome, shop: Path) -> None:
    script = """
    const bad = [];
    if (document.querySelectorAll('h1').length !== 1) bad.push('h1');
    let level = 1;
    for (const one of document.querySelectorAll('main h1, main h2, main h3, main h4')) {
      const now = Number(one.tagName[1]);
      if (now > level + 1) bad.push(`${one.id} skips a level`);
      level = now;
    }
    for (const one of document.querySelectorAll('th')) if (!one.scope) bad.push(one.outerHTML);
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    if (new Set(ids).size !== ids.length) bad.push('an id stands twice');
    return bad"""
    for path in sorted(shop.rglob("*.html")):
        reader.get(path.as_uri())
        assert reader.execute_script(script) == [], path.name


def test_the_keyboard_comes_to_the_text_first_and_then_in_reading_order(
    reader: webdriver.Chrome, shop: Path
) -> None:
    reader.get(package(shop))
    reader.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = reader.switch_to.active_element
    assert skip.text == "Skip to the content"
    passed = []
    for _ in range(4):
        reader.switch_to.active_element.send_keys(Keys.TAB)
        found = reader.switch_to.active_element
        passed.append(found.get_attribute("id") or found.text)
    assert passed == ["shop API", "site-search", "site-theme", "Overview"]
    skip.send_keys(Keys.ENTER)
    assert reader.switch_to.active_element.get_attribute("id") == "site-main"
    reader.switch_to.active_element.send_keys(Keys.TAB)
    inside = "return document.querySelector('main').contains(document.activeElement)"
    assert reader.execute_script(inside)
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert reader.execute_script(outline) == "solid"


@pytest.mark.parametrize("width", [390, 820, 1100, 1300, 1900])
def test_no_table_is_cut_off(reader: webdriver.Chrome, shop: Path, width: int) -> None:
    script = """return [...document.querySelectorAll('main .scroll')].filter(
        one => one.scrollWidth > one.clientWidth).map(one => one.textContent.trim().slice(0, 60))"""
    with screen(reader, width):
        for path in sorted(shop.rglob("*.html")):
            reader.get(path.as_uri())
            assert reader.execute_script(script) == [], path.name
            wide = "return document.documentElement.scrollWidth - innerWidth"
            assert reader.execute_script(wide) <= 0, path.name
        reader.get(package(shop))
        shot(reader, f"package-{width}")


def test_the_way_to_call_is_chosen_once(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get(package(shop))
    unfold(reader, 2)
    tabs = reader.find_elements(By.CSS_SELECTOR, "details[open] [role=tab]")
    names = [tab.text for tab in tabs]
    assert names == ["JSON", "grpcurl", "Python", "Go", "TypeScript", "Java", "PHP"] * 2
    assert reader.execute_script(SHOWN) == ["JSON", "JSON"]
    tabs[2].send_keys(Keys.SPACE)
    assert reader.execute_script(SHOWN) == ["Python", "Python"]
    tabs[2].send_keys(Keys.ARROW_RIGHT)
    assert reader.execute_script(SHOWN) == ["Go", "Go"]
    assert reader.switch_to.active_element.text == "Go"
    assert [tab.get_attribute("aria-selected") for tab in tabs].count("true") == 2
    shot(reader, "call")
    reader.get((shop / "packages" / "shop.order.v1.html").as_uri())
    unfold(reader, 1)
    assert reader.execute_script(SHOWN) == ["Go"]
    reader.execute_script("localStorage.clear()")


def test_on_paper_is_the_text_and_what_was_folded(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get(package(shop))
    reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        reader.execute_script("dispatchEvent(new Event('beforeprint'))")
        for gone in ("#site-nav", "header.top", "nav.right", ".ways", "button.copy"):
            assert not reader.find_element(By.CSS_SELECTOR, gone).is_displayed(), gone
        calls = reader.find_elements(By.CSS_SELECTOR, "details.call")
        assert reader.execute_script(SHOWN) == ["JSON"] * len(calls)
        assert reader.find_element(By.CSS_SELECTOR, "details.example pre").is_displayed()
        white = "return getComputedStyle(document.body).backgroundColor"
        assert reader.execute_script(white) == "rgb(255, 255, 255)"
        reader.execute_script("dispatchEvent(new Event('afterprint'))")
    finally:
        reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    made = reader.execute_cdp_cmd("Page.printToPDF", {})
    (SHOTS / "package.pdf").write_bytes(base64.b64decode(made["data"]))
    folded = "return document.querySelectorAll('main details[open]').length"
    assert reader.execute_script(folded) == 0


def test_nothing_moves_for_who_does_not_want_it(reader: webdriver.Chrome, shop: Path) -> None:
    moves = "return getComputedStyle(document.documentElement).scrollBehavior"
    for wish, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        with screen(reader, 1400, prefers_reduced_motion=wish):
            reader.get(package(shop))
            assert reader.execute_script(moves) == behaviour


def test_without_scripts_everything_can_be_read(reader: webdriver.Chrome, shop: Path) -> None:
    reader.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        with screen(reader, 390):
            reader.get(package(shop))
            assert reader.find_element(By.ID, "site-nav").is_displayed()
            assert not reader.find_element(By.ID, "site-menu").is_displayed()
            assert not reader.find_element(By.ID, "site-search").is_displayed()
            reader.find_element(By.CSS_SELECTOR, "details.call > summary").send_keys(Keys.ENTER)
            first = reader.find_element(By.CSS_SELECTOR, "details.call")
            ways = first.find_elements(By.CSS_SELECTOR, ".way")
            assert len(ways) == 7
            assert all(way.is_displayed() for way in ways)
    finally:
        reader.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
