"""Any text in names, comments and messages: Go's own parser and gofmt read it back as text and as nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protoc_gen_ego.languages.go import Go
from tests.go.toolchain import build, run
from tests.protos import ROOT, generated

GO = Go()
# What Go's tools give a meaning to, and what broke other generators.
PIECES = [
    *(
        "- ",
        "* ",
        "+ ",
        "• ",
        "1. ",
        "2) ",
        "# ",
        "#\t",
        "    ",
        "\t",
        " ",
        "\n",
        "\n\n",
        "\r",
        "\u2028",
        "\x00",
    ),
    *(
        "Title Case",
        "foo",
        "}",
        "{",
        "\\",
        "``",
        "''",
        "```",
        "````",
        "[x]: http://a.b/c",
        "]: ",
        "[Name]",
    ),
    *(
        "//go:build x",
        "+build a",
        "go:generate rm",
        "line x:1",
        "export x",
        "#cgo LDFLAGS: x",
        "//",
        "*/",
        "/*",
    ),
    *(
        "Deprecated: x",
        "Deprecated:",
        "末尾",
        "\u3000",
        "\xa0",
        "\ufeff",
        "\u202e",
        "\ud800",
        "ǅ",
        "ẞ",
        "Ⅷ",
        "١٢",
    ),
]
TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(st.characters())
)
FEW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def reread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that parses a Go file and prints what it holds."""
    return build("./reread", tmp_path_factory.mktemp("reread"))


def contents(reread: Path, source: str) -> Any:
    """Names, strings, deprecated names and directives of a Go file, which must be formatted."""
    given_bytes = source.encode("utf-8")
    assert run("gofmt", cwd=ROOT, given=given_bytes) == source
    return json.loads(run(str(reread), cwd=ROOT, given=given_bytes))


@FEW
@given(st.lists(TEXT, min_size=1, max_size=30))
def test_a_literal_is_exactly_its_text(reread: Path, texts: list[str]) -> None:
    body = "".join(f"\t{GO.literal(text)},\n" for text in texts)
    found = contents(reread, f"package p\n\nvar texts = []string{{\n{body}}}\n")
    assert found["strings"] == [_scalar(text) for text in texts]
    assert found["names"] == ["texts"]


def _scalar(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


@FEW
@given(st.lists(TEXT, min_size=1, max_size=30))
def test_a_comment_stays_a_comment_and_gofmt_leaves_it_alone(
    reread: Path, texts: list[str]
) -> None:
    functions = []
    for number, text in enumerate(texts):
        doc = GO.comment(text)
        functions.append(
            f"// F{number} is one.\n"
            + (f"//\n{doc}\n" if doc else "")
            + f"func F{number}() {{\n}}\n"
        )
    found = contents(reread, "package p\n\n" + "\n".join(functions))
    assert found["names"] == [f"F{number}" for number in range(len(texts))]
    assert found["deprecated"] == found["directives"] == found["strings"] == []


def test_hostile_text_of_a_proto_arrives_as_it_was_written(reread: Path) -> None:
    proto = (ROOT / "tests/golden/hostile/input/hostile.proto").read_bytes()
    files = generated(
        {"hostile.proto": proto}, "target=errors:go+catalog:json,runtime=example.com/ego/egoerrors"
    )
    codes = json.loads(files["hostile.catalog.json"])["codes"]
    found = contents(reread, files["hostile_errors.go"])
    for code in codes:
        for text in (code["full_name"], code["message"], *code["i18n"].values()):
            assert text in found["strings"]
    assert found["deprecated"] == found["directives"] == []
    assert len(found["names"]) == 3 * len(codes) + sum(bool(code["metadata"]) for code in codes)
