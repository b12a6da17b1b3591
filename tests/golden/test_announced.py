"""What buf-plugin-ego announces without importing its rules is what its rules are."""

from __future__ import annotations

import pytest

from protoc_gen_ego.bufplugin.rules import CATEGORIES, OFFERED, category
from tests.protos import ROOT

HEAD = '''"""What `buf-plugin-ego` announces: made from its rules by `make regenerate`, so that they need no import."""

from __future__ import annotations

'''


def source() -> str:
    """The module as it should be."""
    rules = [(rule.id, category(rule), rule.purpose) for rule in OFFERED]
    return HEAD + _tuple("CATEGORIES", CATEGORIES) + "\n" + _tuple("RULES", rules)


def _tuple(name: str, rows: tuple[tuple[str, ...], ...] | list[tuple[str, str, str]]) -> str:
    lines = []
    for row in rows:
        assert not any('"' in cell or "\\" in cell for cell in row)
        cells = [f'"{cell}"' for cell in row]
        one = f"    ({', '.join(cells)}),"
        lines += (
            [one] if len(one) <= 100 else ["    (", *(f"        {c}," for c in cells), "    ),"]
        )
    return "\n".join([f"{name} = (", *lines, ")", ""])


def test_the_announced_rules_are_up_to_date(request: pytest.FixtureRequest) -> None:
    file = ROOT / "protoc_gen_ego" / "bufplugin" / "announced.py"
    if request.config.getoption("--regenerate"):
        file.write_text(source(), "utf-8")
    assert file.read_text("utf-8") == source(), "make regenerate"
