"""The search on a large site: what stands in very many places, and what is typed first."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.docs.support import library
from tests.protos import HEAD
from tests.site.support import site
from tests.site.test_shop import search

_MANY = 350  # more than the index keeps of one word


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Depots and orders; that orders go to depots stands in comments only."""
    messages = "".join(
        f"// A house, number {n}.\nmessage Depot{n} {{}}\n\n// It goes to the depot.\nmessage Order{n} {{}}\n\n"
        for n in range(_MANY)
    )
    return site(library(f"{HEAD}\n{messages}"), tmp_path_factory.mktemp("large"))


def test_two_common_words_are_found_together(reader: webdriver.Chrome, large: Path) -> None:
    reader.get((large / "index.html").as_uri())
    for text in ("order depot", "depot order", "goes depot order"):
        found = search(reader, text)
        assert found, text
        assert all(name.startswith("Order") for name in found), text


def test_each_word_still_has_to_be_there(reader: webdriver.Chrome, large: Path) -> None:
    reader.get((large / "index.html").as_uri())
    assert search(reader, "order house") == []
    assert search(reader, "depot77 house") == ["Depot77 message"]


def test_one_letter_is_not_nothing_found(reader: webdriver.Chrome, large: Path) -> None:
    reader.get((large / "index.html").as_uri())
    box = reader.find_element(By.ID, "site-search")
    box.send_keys("o")
    assert not reader.find_element(By.ID, "site-results").is_displayed()
    status = reader.find_element(By.ID, "site-status")
    assert status.get_attribute("class") == "unseen"
    assert search(reader, "or")
