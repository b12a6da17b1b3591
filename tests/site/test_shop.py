"""The shop's site as a reader uses it, opened from a folder without a server."""

from __future__ import annotations

import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.protos import ROOT
from tests.site.support import dead_links

SHOTS = ROOT / "build" / "screenshots"


def shot(browser: webdriver.Chrome, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(SHOTS / f"{os.getpid()}-{name}.png"))
    (SHOTS / f"{os.getpid()}-{name}.png").replace(SHOTS / f"{name}.png")


def search(browser: webdriver.Chrome, text: str) -> list[str]:
    """What the search finds, as `name kind`."""
    box = browser.find_element(By.ID, "site-search")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(Keys.DELETE)
    results = browser.find_element(By.ID, "site-results")
    WebDriverWait(browser, 60).until(lambda _: not results.is_displayed())
    box.send_keys(text)
    WebDriverWait(browser, 60).until(lambda _: results.get_attribute("data-query") == text)
    script = """return [...document.querySelectorAll('#site-results a')].map(
        a => a.querySelector('.name').textContent + ' ' + a.querySelector('.kind').textContent)"""
    return list(browser.execute_script(script))


def test_no_link_is_dead_or_leaves_the_folder(shop: Path) -> None:
    assert dead_links(shop) == []
    for page in shop.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "http://" not in text.replace("http://www.w3.org", ""), page


def test_navigation(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get((shop / "index.html").as_uri())
    shot(reader, "overview")
    reader.find_element(By.LINK_TEXT, "shop.user.v1").click()
    assert reader.find_element(By.TAG_NAME, "h1").text == "Package shop.user.v1"
    current = reader.find_element(By.CSS_SELECTOR, "nav.left a[aria-current=page]")
    assert current.text == "shop.user.v1"
    shot(reader, "package")
    reader.find_element(By.LINK_TEXT, "Error codes").click()
    texts = reader.find_element(By.CSS_SELECTOR, "table.texts").text
    assert "zh-CN" in texts
    shot(reader, "errors")


def test_on_a_server_below_any_path(reader: webdriver.Chrome, shop: Path) -> None:
    handler = partial(Silent, directory=str(shop.parents[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        place = quote(f"{shop.parent.name}/{shop.name}")
        reader.get(f"http://127.0.0.1:{server.server_address[1]}/{place}/index.html")
        reader.find_element(By.LINK_TEXT, "shop.user.v1").click()
        assert search(reader, "getuser")[0] == "GetUser method"
        reader.switch_to.active_element.send_keys(Keys.ENTER)
        end = f"/{place}/packages/shop.user.v1.html#shop.user.v1.UserService.GetUser"
        WebDriverWait(reader, 60).until(lambda b: b.current_url.endswith(end))
        reader.get("about:blank")
        server.shutdown()


class Silent(SimpleHTTPRequestHandler):
    """Says nothing of what is asked for."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("shop.user", "shop.user.v1 package"),
        ("userserv", "UserService service"),
        ("getuser", "GetUser method"),
        ("GetUserRequest", "GetUserRequest message"),
        ("shop.user.v1.GetUserRequest", "GetUserRequest message"),
        ("uid", "uid field"),
        ("user_err_not_found", "USER_ERR_NOT_FOUND error"),
        ("err not found user", "USER_ERR_NOT_FOUND error"),
        ("does administrator with accounts", "UserAdminService service"),
        ("找不到用户", "USER_ERR_NOT_FOUND error"),
    ],
)
def test_search_finds(reader: webdriver.Chrome, shop: Path, text: str, first: str) -> None:
    reader.get((shop / "errors.html").as_uri())
    assert search(reader, text)[0] == first


def test_an_enum_value_is_found_also_where_it_is_an_error(
    reader: webdriver.Chrome, shop: Path
) -> None:
    reader.get((shop / "index.html").as_uri())
    found = search(reader, "user_err_not_found")
    assert found[:2] == ["USER_ERR_NOT_FOUND error", "USER_ERR_NOT_FOUND value"]
    assert search(reader, "user_state_locked")[0] == "USER_STATE_LOCKED value"


def test_search_by_keyboard_leads_to_the_element(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get((shop / "index.html").as_uri())
    reader.find_element(By.TAG_NAME, "body").send_keys("/")
    box = reader.switch_to.active_element
    assert box.get_attribute("id") == "site-search"
    assert search(reader, "getuser")[:2] == ["GetUser method", "GetUserRequest message"]
    shot(reader, "search")
    box.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == "site-result-1"
    box.send_keys(Keys.ENTER)
    WebDriverWait(reader, 60).until(
        lambda b: b.current_url.endswith("#shop.user.v1.GetUserRequest")
    )
    assert reader.execute_script("return document.querySelector(':target').id") == (
        "shop.user.v1.GetUserRequest"
    )


def test_the_results_close_when_the_keyboard_goes_on(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get((shop / "index.html").as_uri())
    assert search(reader, "getuser")
    results = reader.find_element(By.ID, "site-results")
    assert results.is_displayed()
    reader.switch_to.active_element.send_keys(Keys.TAB)
    assert not results.is_displayed()
    assert reader.switch_to.active_element.get_attribute("id") == "site-theme"


def test_dark_and_light_are_remembered(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get((shop / "index.html").as_uri())
    colour = "return getComputedStyle(document.body).backgroundColor"
    before = reader.execute_script(colour)
    reader.find_element(By.ID, "site-theme").click()
    dark = reader.execute_script(colour)
    assert {before, dark} == {"rgb(255, 255, 255)", "rgb(18, 22, 29)"}
    reader.get((shop / "packages" / "shop.user.v1.html").as_uri())
    assert reader.execute_script(colour) == dark
    shot(reader, "dark")
    reader.find_element(By.ID, "site-theme").click()
    assert reader.execute_script(colour) == before


def test_what_the_system_prefers_is_shown(reader: webdriver.Chrome, shop: Path) -> None:
    reader.get((shop / "index.html").as_uri())
    reader.execute_script("localStorage.clear()")
    seen = set()
    for scheme in ("dark", "light"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        reader.refresh()
        seen.add(reader.execute_script("return getComputedStyle(document.body).backgroundColor"))
    reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert seen == {"rgb(255, 255, 255)", "rgb(18, 22, 29)"}


def test_deep_links_show_their_element(reader: webdriver.Chrome, shop: Path) -> None:
    page = (shop / "packages" / "shop.user.v1.html").as_uri()
    reader.get(f"{page}#shop.user.v1.User.uid")
    top = "return document.getElementById('shop.user.v1.User.uid').getBoundingClientRect().top"
    WebDriverWait(reader, 60).until(lambda b: 0 < b.execute_script(top) < 900)
    assert reader.execute_script("return document.querySelector(':target').id") == (
        "shop.user.v1.User.uid"
    )


def test_on_a_phone_the_menu_opens_and_nothing_is_cut_off(
    reader: webdriver.Chrome, shop: Path
) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    reader.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for path in sorted(shop.rglob("*.html")):
            reader.get(path.as_uri())
            wide = "return document.documentElement.scrollWidth - innerWidth"
            assert reader.execute_script(wide) <= 0, path.name
        shot(reader, "phone")
        navigation = reader.find_element(By.ID, "site-nav")
        assert not navigation.is_displayed()
        reader.find_element(By.ID, "site-menu").click()
        assert navigation.is_displayed()
        assert reader.find_element(By.ID, "site-menu").get_attribute("aria-expanded") == "true"
        first = reader.switch_to.active_element
        assert first.text == "Overview"
        first.send_keys(Keys.ESCAPE)
        assert not navigation.is_displayed()
        assert reader.switch_to.active_element.get_attribute("id") == "site-menu"
    finally:
        reader.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
