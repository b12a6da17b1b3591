"""Text to Markdown that means that text: escaped by what stands around it.

CommonMark with GitHub's tables is what GitHub, GitLab and the static site generators agree on. No HTML is written, so
none can be closed or opened by what people wrote; `\\` escapes are understood by all of them.
"""

from __future__ import annotations

import re

# What may have a meaning inside of a line. `$` belongs to formulas, `~` to strikethrough, `|` to tables.
_MAYBE = re.compile(r"[\\`*\[\]<&|~$_{!:]")
_LINE_START = re.compile(r"^([-+=#>:!?]|\d{1,9}(?=[.)]))")
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_TICKS = re.compile("`+")
_URL_PLAIN = re.compile(r"[\w./#:?=%+-]*", re.ASCII)
_URL_UNSAFE = re.compile(r"[^!#-;=?-Z_a-z~%]")


def escaped(text: str) -> str:
    """Text inside of a line."""
    if not _MAYBE.search(text):
        return text
    return _MAYBE.sub(_one, text)


def _one(match: re.Match[str]) -> str:
    """A character with the backslash that it needs where it stands."""
    char, text, at = match[0], match.string, match.start()
    if char == "_":  # inside of a word it means nothing
        meant = not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum())
    elif char == "{":  # `{{`, `{%`: templates of site generators
        meant = text[at + 1 : at + 2] in ("{", "%", "#")
    elif char == "!":  # before a link that follows
        meant = at + 1 == len(text)
    elif char == ":":  # GitHub makes a link of ftp://
        meant = text[at - 3 : at].lower() == "ftp"
    else:
        meant = True
    return f"\\{char}" if meant else char


def line_start(line: str) -> str:
    """A line that begins a paragraph: what would begin a list, a heading or a quotation is escaped."""
    return _LINE_START.sub(lambda m: m[0] + "\\" if m[0].isdigit() else "\\" + m[0], line)


def code(text: str, *, cell: bool = False) -> str:
    """A code span. In a cell of a table `|` is escaped: GitHub's tables are split before anything else is read."""
    if not text.isprintable():
        text = _CONTROL.sub("\ufffd", " ".join(text.split()))
    if not text.strip():
        return "` `" if text else ""
    fence = "`"
    if "`" in text:
        longest = max(map(len, _TICKS.findall(text)))
        fence = "`" * (longest + 1)
        text = f" {text} "
    elif text[0] == " " and text[-1] == " ":
        text = f" {text} "
    return fence + (text.replace("|", "\\|") if cell else text) + fence


def fenced(text: str, language: str = "") -> list[str]:
    """A block of code, line by line."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *text.split("\n"), fence]


def link(label: str, url: str) -> str:
    """A link; the label is Markdown already, and what the URL must not hold is percent-encoded."""
    return f"[{label}]({url_encoded(url)})"


def url_encoded(url: str) -> str:
    """A URL that ends where it should: no white space, quote, parenthesis, bracket or pipe in it."""
    if _URL_PLAIN.fullmatch(url):
        return url
    return _URL_UNSAFE.sub(_percent, url).replace("(", "%28").replace(")", "%29")


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
