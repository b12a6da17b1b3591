r"""PHP's literals and docblocks.

A literal is in single quotes where every character can stand for itself: `$`, `{$` and `?>` mean nothing there. Other
texts are in double quotes, with everything escaped that means something in them. Comments are docblocks only: `?>`
ends a `//` comment and PHP with it.
"""

from __future__ import annotations

import re

# Controls, line breaks of Unicode, bidi and other characters that cannot be seen or show code in another order.
_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_ODD = re.compile(f"[{_UNSEEN}\ud800-\udfff]")
_DOUBLE = re.compile(rf'[\\"${_UNSEEN}\ud800-\udfff]')
_ESCAPES = {
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\f": "\\f",
    "\x1b": "\\e",
    "\\": "\\\\",
    '"': '\\"',
    "$": "\\$",
}
# A tag begins where no letter is before the `@`: also inside of braces, and in the middle of a line.
_TAG = re.compile(r"(?<![A-Za-z0-9\\])@(?=[A-Za-z])")
_DIRECTIVE = re.compile(r"(phpcs):(?=[A-Za-z])", re.IGNORECASE)


def literal(text: str) -> str:
    r"""A complete string literal.

    >>> print(literal("it's {$x} \\n ?>"), literal("a\r$b"))
    'it\'s {$x} \\n ?>' "a\r\$b"
    """
    if not (text.isascii() and text.isprintable()) and _ODD.search(text):
        return '"' + _DOUBLE.sub(_escape, text) + '"'
    if "\\" not in text and "'" not in text:
        return f"'{text}'"
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def harmless(line: str) -> str:
    r"""One line of text inside a docblock: no end of it, no tag, no directive of a checker.

    >>> harmless("a */ @ORM x@example.com phpcs:disable")
    'a *\\/ \\@ORM x@example.com phpcs :disable'
    """
    line = line.replace("*/", "*\\/")
    return _DIRECTIVE.sub(r"\1 :", _TAG.sub(r"\\@", line))


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    known = _ESCAPES.get(char)
    if known:
        return known
    number = ord(char)
    if number < 0x80:
        return f"\\x{number:02X}"
    # UTF-8 has no lone surrogates; the runtime would make this of one, too.
    return "\\u{FFFD}" if 0xD800 <= number < 0xE000 else f"\\u{{{number:X}}}"
