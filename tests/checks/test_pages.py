"""Every rule has its page, and every page its rule."""

from __future__ import annotations

from pathlib import Path

from protoc_gen_ego.checks import RULES
from protoc_gen_ego.checks.verdict import EGO_RULES
from tests.checks.page import read

PAGES = {page.stem.upper(): page for page in Path(__file__).parent.glob("*.md")}


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert set(PAGES) == {rule.id for rule in (*RULES, *EGO_RULES)}


def test_a_page_shows_the_rule_both_ways() -> None:
    for rule_id, page in PAGES.items():
        cases = read(page.read_text("utf-8"))
        assert page.read_text("utf-8").startswith(f"# {rule_id}\n")
        found = [any(f"{rule_id}: " in line for line in case.findings) for case in cases]
        assert True in found and False in found, f"{page.name} needs a wrong and a right case"
