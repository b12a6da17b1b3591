"""A site of very many packages: pages that list them stay small, a search loads little, and old links still lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.docs.support import of_request
from tests.protos import request
from tests.site.support import dead_links, site

COUNT = 420
SIZE = 100_000
"""Bytes of a page that lists packages, and of each of the two files that a word takes."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    protos = {f"area{number}/v1/area.proto": proto(number) for number in range(COUNT)}
    return site(of_request(request(protos)), tmp_path_factory.mktemp("large"))


def proto(number: int) -> str:
    return (
        f'syntax = "proto3";\n// Area {number} has parcels that nobody else may see, label, weigh or send.\n'
        f"package area{number}.v1;\n// Reads the parcels that area {number} has, and those that it had.\n"
        f"service ParcelService{number} {{\n  // Gets a parcel.\n  // @errors=AREA_ERR_GONE\n"
        "  rpc GetParcel(Parcel) returns (Parcel);\n}\n"
        f"// A parcel with {number} labels.\nmessage Parcel {{\n  // Its label.\n  string label = 1;\n}}\n"
        "enum AreaErr {\n  AREA_ERR_UNSPECIFIED = 0;\n  // @code=NOT_FOUND\n  AREA_ERR_GONE = 1;\n}\n"
    )


def test_pages_that_list_packages_are_small_and_complete(large: Path) -> None:
    pages = [large / "index.html", large / "errors.html", *large.glob("overview-*.html")]
    assert len(pages) > 4
    assert [page.name for page in pages if page.stat().st_size >= SIZE] == []
    chapters = "".join(page.read_text("utf-8") for page in large.glob("overview-*.html"))
    rows = chapters.split('<tr><th scope="row"><a href="')
    assert sorted(
        {row.partition('"')[0] for row in rows[1:] if "#" not in row.partition('"')[0]}
    ) == sorted(f"packages/area{number}.v1.html" for number in range(COUNT))
    assert len(rows) - 1 == 2 * COUNT
    assert dead_links(large) == []


@pytest.mark.parametrize("text", ["parcel", "parcelservice41", "labels", "area_err_gone"])
def test_the_first_search_loads_little(browser: webdriver.Chrome, large: Path, text: str) -> None:
    browser.get((large / "index.html").as_uri())
    box = browser.find_element(By.ID, "site-search")
    script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))"
    browser.execute_script(script, box, text)
    results = browser.find_element(By.ID, "site-results")
    wait = WebDriverWait(browser, 60)
    wait.until(lambda _: results.get_attribute("data-query") == text)
    assert browser.find_elements(By.CSS_SELECTOR, "#site-results a")
    loaded = browser.execute_script(
        "return [...document.scripts].map((one) => one.src).filter((one) => one.includes('/search/'))"
    )
    sizes = [(large / "search" / url.rpartition("/")[2]).stat().st_size for url in loaded]
    assert 1 < len(sizes) <= 3
    assert max(sizes) < SIZE


def test_a_link_to_a_code_of_a_catalogue_that_was_one_page_goes_on(
    browser: webdriver.Chrome, large: Path
) -> None:
    name = "area41.v1.AREA_ERR_GONE"
    browser.get(f"{(large / 'errors.html').as_uri()}#{name}")
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.current_url.endswith(f"/errors/area41.v1.html#{name}"))
    assert browser.execute_script("return document.querySelector(':target').id") == name
    assert "area41.v1.ParcelService41.GetParcel" in browser.find_element(By.TAG_NAME, "main").text
    assert browser.get_log("browser") == []
