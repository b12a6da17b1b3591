"""Python: modules beside the `_pb2` ones, ruff-format clean."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping

from protoc_gen_ego.languages.language import FileOptions, Language, lines

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Fixed ranges, not str.isprintable(), whose answer changes with Python's version: controls, format characters (bidi,
# joiners, BOM), line separators, odd spaces, surrogates, private use, noncharacters, tags.
_INVISIBLE = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164"
    "\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_SPECIAL = re.compile(f'[\\\\"{_INVISIBLE}]')
_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


class Python(Language):
    """Python 3.10 and later."""

    name = "python"
    suffix = ".py"
    reserved = frozenset(keyword.kwlist)
    # What a generated module imports or binds, and the parameters of its constructors.
    taken = frozenset(
        "annotations self super cls message metadata cause details code Mapping Any CODES REGISTRY str None egoerrors".split()
    )

    def literal(self, text: str) -> str:
        """A double-quoted literal as ruff formats it: visible text as it is, all else escaped."""
        if not _SPECIAL.search(text):
            return f'"{text}"'
        if '"' in text and "'" not in text:  # ruff format prefers the quotes that need no escape
            return "'" + _SPECIAL.sub(_escape_single, text) + "'"
        return '"' + _SPECIAL.sub(_escape, text) + '"'

    def comment(self, text: str, indent: int = 0) -> str:
        """`#` lines; a coding cookie (PEP 263) in one of the first two lines would change the encoding."""
        pad = " " * indent
        text = text.replace("coding:", "coding ").replace("coding=", "coding ")
        return (
            "\n".join(f"{pad}# {line}" if line else f"{pad}#" for line in lines(text))
            if text
            else ""
        )

    def docstring(self, text: str, indent: int = 4) -> str:
        """A complete docstring, as ruff formats it; the empty text gives an ellipsis-free `""`."""
        pad = " " * indent
        body = [line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for line in lines(text)]
        body[0] = body[0].lstrip()
        if len(body) == 1:
            line = body[0]
            end = f'{line[:-1]}\\"' if line.endswith('"') else line
            return f'{pad}"""{end}"""'
        return f'{pad}"""' + f"\n{pad}".join(body).replace(f"\n{pad}\n", "\n\n") + f'\n{pad}"""'

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        return {"literal": self.literal, "comment": self.comment, "docstring": self.docstring}

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        return file.path.removesuffix(".proto").replace("-", "_") + "_errors.py"

    def runtime_problem(self, runtime: str) -> str:
        if not _DOTTED.fullmatch(runtime):
            return "a Python import path is dotted names, such as `egoerrors`"
        words = [word for word in runtime.split(".") if keyword.iskeyword(word)]
        return f"`{words[0]}` is a Python keyword" if words else ""


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _ESCAPES.get(char) or _numeric(char)


def _escape_single(match: re.Match[str]) -> str:
    return '"' if match[0] == '"' else _escape(match)


def _numeric(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
