r"""Java's literals and Javadoc: javac reads `\u` escapes before everything else, also in comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from protoc_gen_ego.languages.language import lines

# javac refuses a constant of 65,535 bytes of modified UTF-8 or more; no code point takes more than 6 there.
_CONSTANT = 65_534
_PIECE = _CONSTANT // 6

_WIDTH = 100

_SPECIAL = re.compile(r'[\\"]|[^ -~]')
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_MARKUP = re.compile(r"[&<>\\]|(?<![A-Za-z0-9])@|\*/")


def literal(text: str) -> str:
    r"""A complete string expression in ASCII.

    >>> print(literal('say "\u4f60\u597d" \\u0022\x00'))
    "say \"\u4f60\u597d\" \\u0022\000"
    """
    if len(text) <= _PIECE or pieces(text) == 1:
        return _quoted(text)
    # A `+` of constants is one constant again, so the pieces are joined at run time.
    parts = (_quoted(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))
    return f'String.join("", {", ".join(parts)})'


def pieces(text: str) -> int:
    """How many constants a text takes."""
    if len(text) <= _PIECE or (len(text) <= _CONSTANT and _constant_length(text) <= _CONSTANT):
        return 1
    return -(-len(text) // _PIECE)


def inline(line: str) -> str:
    """One line of text inside a Javadoc comment: no end of it, no tag, no HTML, no `\\u` escape.

    >>> inline(r"a */ \\u002a <b> {@link x} me@example.com")
    'a *&#47; &#92;u002a &lt;b&gt; {&#64;link x} me@example.com'
    """
    return _MARKUP.sub(lambda match: "".join(_entity(char) for char in match[0]), line)


def notes(text: str, indent: int = 0) -> str:
    r"""`//` lines: no escape of javac's in them, and none longer than the formatter has them.

    >>> print(notes("a\\u000a b"))
    // a&#92;u000a b
    """
    import textwrap  # only scaffolds have such comments

    pad = f"{' ' * indent}// "
    room = _WIDTH - len(pad)
    out: list[str] = []
    for line in lines(text):
        whole = inline(line)
        if len(whole) > room:
            out += textwrap.wrap(whole, room, break_long_words=False, break_on_hyphens=False)
        else:
            out.append(whole)
    return "\n".join([f"{pad}{line}".rstrip() for line in out])


def call(arguments: Sequence[str], indent: int, head: str, tail: str = "", step: int = 4) -> str:
    """A call or signature, broken over lines as google-java-format does.

    >>> call(["a", "b"], 2, "f", ";")
    '  f(a, b);'
    """
    pad = " " * indent
    inner = " " * (indent + step)
    inside = ", ".join(arguments)
    line = f"{pad}{head}({inside}){tail}"
    if len(line) <= _WIDTH or not arguments:
        return line
    start, dot, method = head.rpartition(".")
    if dot and len(pad) + len(head) + 1 > _WIDTH:
        return f"{pad}{start}\n" + call(arguments, indent + 4, f".{method}", tail)
    if len(inner) + len(inside) + 1 + len(tail) > _WIDTH:
        inside = f",\n{inner}".join(arguments)
    return f"{pad}{head}(\n{inner}{inside}){tail}"


def _entity(char: str) -> str:
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "*"}
    return named.get(char) or f"&#{ord(char)};"


def _quoted(text: str) -> str:
    if text.isascii() and text.isprintable() and "\\" not in text and '"' not in text:
        return f'"{text}"'
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    known = _ESCAPES.get(char)
    if known:
        return known
    number = ord(char)
    if number < 0x80:
        # `\u000a` would be a line break before javac sees a literal; three octal digits are complete.
        return f"\\{number:03o}"
    # The backslashes before this are pairs, so javac takes it for an escape.
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"


def _constant_length(text: str) -> int:
    """Bytes of modified UTF-8: NUL takes two, a code point above U+FFFF six."""
    ascii_only = text.isascii()
    length = len(text) if ascii_only else len(text.encode("utf-8", "surrogatepass"))
    extra = 0 if ascii_only else 2 * sum(char > "\uffff" for char in text)
    return length + text.count("\x00") + extra
