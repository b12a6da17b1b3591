"""docs/rules.md is made of RULES and of the pages that are their tests."""

from __future__ import annotations

import re

import pytest

from protoc_gen_ego.checks import RULES
from tests.protos import ROOT

PAGES = ROOT / "tests" / "checks"
INTRO = """# Rules that always hold

Each is checked whenever something is generated, by `protoc --ego_out`, `buf generate` and `ego check` alike. All
findings come at once, sorted, one line each: `path:line:column: severity: RULE: what is wrong (the other place); the
remedy`. An error stops the run; a warning stops it with `strict=true`. The examples below are the tests of the rules.

Positions of comment tags are counted from the element that the comment belongs to (a descriptor has no places for
comments); they are exact for files as `buf format` writes them.

| rule | severity | purpose |
|---|---|---|
"""


def page() -> str:
    """The page as it should be."""
    rows = [
        f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity.value} | {rule.purpose} |"
        for rule in RULES
    ]
    parts = [INTRO + "\n".join(rows) + "\n"]
    for rule in RULES:
        text = (PAGES / f"{rule.id.lower()}.md").read_text("utf-8")
        text = re.sub(r"(?m)^(#+ )", r"#\1", text)
        text = re.sub(r"(?m)^```proto name=(.*)$", r"`\1`:\n```proto", text)
        text = text.replace("```option\n", "with the option\n```text\n")
        text = text.replace("```request\n", "with the request changed to\n```python\n")
        parts.append(text.replace("```findings\n", "gives\n```text\n"))
    return "\n".join(parts)


def test_the_rules_page_is_up_to_date(request: pytest.FixtureRequest) -> None:
    file = ROOT / "docs" / "rules.md"
    if request.config.getoption("--regenerate"):
        file.write_text(page(), "utf-8")
    assert file.read_text("utf-8") == page(), "make regenerate"
