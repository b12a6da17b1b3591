"""Whether brackets, quotes and comments of a source file are closed, without the parser of its language.

That is what a file lacks that somebody is in the middle of editing. `ego scaffold` asks the parser too, if it is here.
"""

from __future__ import annotations

import re
from functools import cache

_PAIRS = {")": "(", "]": "[", "}": "{"}
_LINE = r"//[^\n]*"
_BLOCK = r"/\*.*?\*/"
_DOUBLE = r'"(?:[^"\\\n]|\\.)*"'
_SINGLE = r"'(?:[^'\\\n]|\\.)*'"
# What is skipped as a whole, by language; what begins like one of these and is none is not closed.
_TOKENS = {
    "go": (_LINE, _BLOCK, r"`[^`]*`", _DOUBLE, _SINGLE),
    "java": (_LINE, _BLOCK, r'"""(?:[^\\]|\\.)*?"""', _DOUBLE, _SINGLE),
    "typescript": (_LINE, _BLOCK, _DOUBLE, _SINGLE),
    "php": (
        r"(?://|\#(?!\[))(?:(?!\?>)[^\n])*",
        _BLOCK,
        r'"(?:[^"\\]|\\.)*"',
        r"'(?:[^'\\]|\\.)*'",
        r"<<<[ \t]*([\"']?)(\w+)\1\n.*?^[ \t]*\2\b",
        r"\?>.*?(?:<\?(?:php|=)|\Z)",
    ),
}
_OPEN = {
    "go": ('"', "'", "`", "/*"),
    "java": ('"', "'", "/*"),
    "typescript": ('"', "'", "/*"),
    "php": ('"', "'", "/*", "<<<"),
}
# In TypeScript a slash begins a regular expression where a value may stand.
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_BEFORE_VALUE = re.compile(
    r"(?:^|[-(,=:\[!&|?{};+*%~^<>]|\b(?:return|typeof|case|in|of|do|else))\s*\Z"
)


def problem(language: str, text: str) -> tuple[int, str] | None:
    """(line, what is not closed), or None.

    >>> problem("go", "func f() {\\n"), problem("php", "<?php // ?> ( \\n")
    ((1, '`{` is not closed'), None)
    """
    text = text.replace("\r\n", "\n")
    start = text.find("<?php") + 5 if language == "php" else 0
    if start == 4:
        return 1, "there is no `<?php`"
    open_ones: list[tuple[str, int]] = []
    skip = _skip(language)
    at = start
    interesting = _interesting(language)
    while True:
        found = interesting.search(text, at)
        if found is None:
            break
        at, char = found.start(), found[0]
        token = skip.match(text, at)
        if token:
            at = token.end()
        elif any(text.startswith(mark, at) for mark in _OPEN[language]):
            return _line(text, at), f"what begins with `{text[at : at + 2].strip()}` does not end"
        elif char == "`":
            end = _template(text, at, open_ones)
            if end is None:
                return _line(text, at), "a template with `` ` `` does not end"
            at = end
        elif char == "/":
            pattern = (
                _REGEX.match(text, at) if _BEFORE_VALUE.search(text[max(0, at - 30) : at]) else None
            )
            at = pattern.end() if pattern else at + 1
        elif char in "([{":
            open_ones.append((char, at))
            at += 1
        elif char in _PAIRS:
            if open_ones and open_ones[-1][0] == "${":
                open_ones.pop()
                end = _template(text, at, open_ones)
                if end is None:
                    return _line(text, at), "a template with `` ` `` does not end"
                at = end
                continue
            if not open_ones or open_ones[-1][0] != _PAIRS[char]:
                return _line(text, at), f"`{char}` closes nothing"
            open_ones.pop()
            at += 1
        else:
            at += 1
    if open_ones:
        char, where = open_ones[-1]
        return _line(text, where), f"`{char}` is not closed"
    return None


def _template(text: str, at: int, open_ones: list[tuple[str, int]]) -> int | None:
    """Where a template goes on as code: behind its end, or behind a `${`, which is put on the stack."""
    at += 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "`":
            return at + 1
        elif text.startswith("${", at):
            open_ones.append(("${", at))
            return at + 2
        else:
            at += 1
    return None


@cache
def _skip(language: str) -> re.Pattern[str]:
    return re.compile("|".join(_TOKENS[language]), re.DOTALL | re.MULTILINE)


@cache
def _interesting(language: str) -> re.Pattern[str]:
    return re.compile(r"[(\[{)\]}\"'`/#<?]" if language == "php" else r"[(\[{)\]}\"'`/]")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
