"""Any text through the escapers of Java: it comes back the same, and never becomes code."""

from __future__ import annotations

import base64
import random
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from protoc_gen_ego.languages.java import Java
from tests.java import building

JAVA = Java()
PIECES = (
    '"',
    "\\",
    "\\u0022",
    "\\u000a",
    "\\u002a\\u002f",
    "\\uuu0041",
    "*/",
    "/*",
    "//",
    "@param x",
    "{@link x}",
    "<b>",
    "&#42;/",
    "\n",
    "\r",
    "\u2028",
    "\x85",
    "\x00",
    "\x00007",
    "\x1a",
    "\u202e",
    "\ufeff",
    "\U0001f600",
    "\uffff",
    "u0041",
)
TEXT = st.lists(st.one_of(st.text(), st.sampled_from(PIECES))).map("".join)

# JLS 3.3: an escape begins at a backslash behind an even number of backslashes.
_UNICODE = re.compile(r"(\\\\)|\\u+([0-9a-fA-F]{4})|(\\u)")
_ESCAPE = re.compile(r"\\([0-3][0-7]{2}|.)", re.DOTALL)
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\"}


def translated(source: str) -> str:
    """Source text after javac's first step; fails where javac does."""

    def unit(match: re.Match[str]) -> str:
        assert not match[3], "illegal unicode escape"
        return match[1] or chr(int(match[2], 16))

    return _UNICODE.sub(unit, source)


def evaluated(literal: str) -> str:
    """The text of a string literal."""
    inner = translated(literal)
    assert inner[0] == inner[-1] == '"'
    body = inner[1:-1]
    assert "\n" not in body and "\r" not in body
    assert not re.search(r'(?<!\\)(\\\\)*"', body), "ends before its end"
    units = _ESCAPE.sub(lambda m: _NAMED.get(m[1]) or chr(int(m[1], 8)), body)
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_a_literal_is_exactly_the_text(text: str) -> None:
    literal = JAVA.literal(text)
    assert literal.isascii() and literal.isprintable()
    assert evaluated(literal) == text


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_a_comment_is_nothing_but_text(text: str) -> None:
    for line in translated(JAVA.comment(text, 2)).split("\n"):
        assert line.startswith("   *") or not line
        shown = line[4:].removeprefix(" ").removeprefix("<p>")
        assert "*/" not in line, "ends the comment"
        assert not re.search(r"[<>\\\r\x00]|\{@|^\s*@", shown)


def test_javac_and_javadoc_agree(tmp_path: Path) -> None:
    """One class with 400 hostile texts, as literals and as comments."""
    choice = random.Random(11)
    texts = [
        "".join(choice.choice(PIECES) for _ in range(choice.randrange(1, 6))) for _ in range(400)
    ]
    fields = "\n".join(
        f"  /**\n{JAVA.comment(text, 2) or '   *'}\n   */\n  static String t{number}() {{\n"
        f"    return {JAVA.literal(text)};\n  }}"
        for number, text in enumerate(texts)
    )
    prints = "\n".join(
        f"    System.out.println(Base64.getEncoder().encodeToString("
        f"t{number}().getBytes(StandardCharsets.UTF_8)));"
        for number in range(len(texts))
    )
    source = f"""import java.nio.charset.StandardCharsets;
import java.util.Base64;

final class Texts {{
  private Texts() {{}}

{fields}

  public static void main(String[] arguments) {{
{prints}
  }}
}}
"""
    class_path = building.compiled(tmp_path, {"Texts.java": source})
    got = [base64.b64decode(line).decode() for line in building.run(class_path, "Texts").split()]
    assert got == [text for text in texts if text]
