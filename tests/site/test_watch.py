"""`ego docs --watch`: a change of a file is on the open page soon after, and nobody else may ask."""

from __future__ import annotations

import http.client
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.ego import COMMAND, edit, environment, scaffold

PROTO = "proto/shop/greeter/v1/greeter_service.proto"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A repository that is watched, and the address of its site."""
    folder = scaffold(tmp_path / "shop")
    command = [*COMMAND, "-C", str(folder), "docs", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as running:
        try:
            assert running.stdout
            yield folder, running.stdout.readline().split()[0]
        finally:
            running.terminate()


def test_an_open_page_shows_what_was_changed(
    browser: webdriver.Chrome, watched: tuple[Path, str]
) -> None:
    folder, url = watched
    browser.get(f"{url}packages/shop.greeter.v1.html")
    assert "Says something new." not in browser.page_source
    comment = next(
        line for line in (folder / PROTO).read_text().splitlines() if line.startswith("  // ")
    )
    edit(folder / PROTO, comment, "  // Says something new.")
    wait = WebDriverWait(browser, 120, ignored_exceptions=[Exception])
    wait.until(lambda b: "Says something new." in b.find_element(By.TAG_NAME, "main").text)


def test_a_mistake_keeps_the_last_site_and_its_correction_makes_a_new_one(
    watched: tuple[Path, str],
) -> None:
    folder, url = watched
    good = (folder / PROTO).read_text()
    page = folder / "build" / "ego" / "docs" / "packages" / "shop.greeter.v1.html"
    before = page.read_text("utf-8")
    (folder / PROTO).write_text("nonsense")
    (folder / PROTO).write_text(good.replace("  // ", "  // Corrected. ", 1))
    deadline = time.monotonic() + 120
    while "Corrected." not in page.read_text("utf-8"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert before != page.read_text("utf-8")
    assert asked(url, "/index.html", "127.0.0.1").status == 200


def asked(url: str, path: str, host: str) -> http.client.HTTPResponse:
    place = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", place.port or 0, timeout=60)
    connection.request("GET", path, headers={"Host": f"{host}:{place.port}", "Connection": "close"})
    return connection.getresponse()


def test_only_this_machine_and_only_the_site(watched: tuple[Path, str]) -> None:
    _, url = watched
    assert urlsplit(url).hostname == "127.0.0.1"
    assert asked(url, "/", "evil.example").status == 403
    for path in ("/../ego.yaml", "/%2e%2e/image.binpb", "/..%2f..%2fego.yaml", "/nothing"):
        assert asked(url, path, "localhost").status == 404, path
