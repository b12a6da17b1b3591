"""docs/rules.md is made of the rules and of the pages that are their tests."""

from __future__ import annotations

import re

import pytest

from protoc_gen_ego.checks import RULES, Category, Rule
from protoc_gen_ego.checks.verdict import EGO_RULES
from tests.protos import ROOT

PAGES = ROOT / "tests" / "checks"
INTRO = """# Rules

Every rule of error codes, by category; the examples below are the tests of the rules. Findings come all at once,
sorted, one line each: `path:line:column: severity: RULE: what is wrong (the other place); the remedy`.

Positions of comment tags are counted from the element that the comment belongs to (a descriptor has no places for
comments), which is exact for files as `buf format` writes them; `ego check` looks into the files and is always exact.
"""
ABOUT = {
    Category.GENERATE: """
## GENERATE: what always holds

Each is checked whenever something is generated, by `protoc --ego_out`, `buf generate` and `ego check` alike. An error
stops the run; a warning stops it with `strict=true`. They cannot be turned off or ignored.
""",
    Category.EGO: """
## EGO: what makes error codes good

Judged on the protos as they are, by `ego check` and by `buf lint` with the plugin `buf-plugin-ego`. A project
chooses the severity of each, or turns it off. A line `// ego:ignore RULE reason` in the comment of an element silences
a rule about it and everything in it; on `package` or `syntax`, about the file. Such lines never land in generated code
or documentation.
""",
    Category.EGO_BREAKING: """
## EGO_BREAKING: what callers of an earlier release would notice

Judged on what changed since a base, by `ego check` and by `buf breaking` with the plugin. The base remembers what was
released, so there is no file to maintain. Severities and ignores are those of EGO; an ignore about something removed
stands on what it was declared in.
""",
}


def page() -> str:
    """The page as it should be."""
    rules = (*RULES, *EGO_RULES)
    parts = [INTRO + "".join(about + _table(category, rules) for category, about in ABOUT.items())]
    for rule in rules:
        text = (PAGES / f"{rule.id.lower()}.md").read_text("utf-8")
        text = re.sub(r"(?m)^(#+ )", r"#\1", text)
        text = re.sub(r"(?m)^```proto name=(.*)$", r"`\1`:\n```proto", text)
        text = re.sub(r"(?m)^```against name=(.*)$", r"`\1` in the base:\n```proto", text)
        text = text.replace("```option\n", "with the option\n```text\n")
        text = text.replace("```settings\n", "with the settings\n```yaml\n")
        text = text.replace("```request\n", "with the request changed to\n```python\n")
        parts.append(text.replace("```findings\n", "gives\n```text\n"))
    return "\n".join(parts)


def _table(category: Category, rules: tuple[Rule, ...]) -> str:
    rows = [
        f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity.value} | {rule.purpose} |"
        for rule in rules
        if rule.category is category
    ]
    return "\n".join(["\n| rule | severity | purpose |\n|---|---|---|", *rows, ""])


def test_the_rules_page_is_up_to_date(request: pytest.FixtureRequest) -> None:
    file = ROOT / "docs" / "rules.md"
    if request.config.getoption("--regenerate"):
        file.write_text(page(), "utf-8")
    assert file.read_text("utf-8") == page(), "make regenerate"
