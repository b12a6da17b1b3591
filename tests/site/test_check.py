"""`ego docs --check`: what is wrong in comments, where, and how much is documented."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.ego import edit, ego, scaffold

PROTO = "proto/shop/greeter/v1/greeter.proto"


def test_what_is_wrong_fails_and_what_is_missing_warns(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    file = folder / PROTO
    with file.open("a") as more:
        more.write(
            "\n// See [Gone][shop.greeter.v1.Gone] and [there](javascript:x).\nmessage Fine {\n"
            "  string silent = 1;\n  // The other name.\n  string other_name = 2;\n}\n"
        )
    first = file.read_text().splitlines().index("message Fine {") + 1
    told = ego(folder, "docs", "--check", "--json")
    assert told.code == 1
    (stage,) = told.document["stages"]
    found = {
        (item["rule"], item["severity"], item["line"]): item["path"]
        for item in told.document["diagnostics"]
        if item["line"] >= first - 1
    }
    assert found == {
        ("DOCS_REFERENCE_UNRESOLVED", "error", first - 1): PROTO,
        ("DOCS_LINK_DEAD", "error", first - 1): PROTO,
        ("DOCS_UNDOCUMENTED", "warning", first + 1): PROTO,
        ("DOCS_SAYS_NOTHING", "warning", first + 3): PROTO,
    }
    (coverage,) = stage["data"]["coverage"]
    assert coverage["package"] == "shop.greeter.v1"
    assert coverage["elements"] - coverage["documented"] == 2
    assert not (folder / "build" / "ego" / "docs").exists()


def test_a_documented_repository_is_green(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    told = ego(folder, "docs", "--check")
    assert told.code == 0, told.out
    assert "100 %" in told.out


def test_strict_fails_for_what_is_missing(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    edit(folder / "ego.yaml", "languages", "errors: {strict: true}\nlanguages")
    with (folder / PROTO).open("a") as more:
        more.write("\n// It stays.\nmessage Fine {\n  string silent = 1;\n}\n")
    told = ego(folder, "docs", "--check")
    assert told.code == 1
    assert "error: DOCS_UNDOCUMENTED" in told.out
