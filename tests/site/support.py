"""Protos in, a site on disk out; and a real browser to read it with."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ego_ci.site.build import build
from ego_ci.site.pages import Facts
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from protoc_gen_ego.docs import Library


def site(library: Library, folder: Path, **facts: Any) -> Path:
    """The site of a library; its folder."""
    out = folder / "site"
    out.mkdir(parents=True)
    given = {"title": "Test API", "has_errors": library.errors.any, **facts}
    build(library, Facts(**given), key="test", into=out, kept=folder / "kept")
    return out


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """Debian's Chromium, headless."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert program, "chromium is missing; ci/toolchains.sh installs it"
    assert driver, "chromedriver is missing; ci/toolchains.sh installs it"
    options = webdriver.ChromeOptions()
    options.binary_location = program
    flags = "headless=new no-sandbox disable-dev-shm-usage disable-gpu window-size=1400,1000"
    for flag in flags.split():
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    browser.set_page_load_timeout(120)
    browser.set_script_timeout(120)
    try:
        yield browser
    finally:
        browser.quit()


class Reader(HTMLParser):
    """The ids and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.links.append(value or "")


def dead_links(folder: Path) -> list[str]:
    """The links between the pages that lead nowhere, and absolute ones that are no http, https or mailto."""
    read = {path: Reader(path.read_text("utf-8")) for path in folder.rglob("*.html")}
    dead = []
    for path, page in read.items():
        for link in page.links:
            if re.match(r"https?://|mailto:", link):
                continue
            file, _, fragment = link.partition("#")
            there = (path.parent / unquote(file)).resolve() if file else path
            known = there in read or (there.is_file() and not fragment)
            if not known or (fragment and unquote(fragment) not in read[there].ids):
                dead.append(f"{path.name}: {link}")
    return dead
