"""Python: modules beside the `_pb2` ones, ruff-format clean."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from protoc_gen_ego.languages.language import FileOptions, Language, lines

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Fixed ranges, not str.isprintable(), whose answer changes with Python's version: controls, format characters (bidi,
# joiners, BOM), line separators, odd spaces, surrogates, private use, noncharacters, tags.
_INVISIBLE = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164"
    "\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_SPECIAL = re.compile(f'[\\\\"{_INVISIBLE}]')
_SINGLE = f"[\\\\'{_INVISIBLE}]"  # rarely needed, so it is compiled by its first use
_QUOTES = re.compile('"{3,}|"$')
_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


class Python(Language):
    """Python 3.10 and later."""

    name = "python"
    suffix = ".py"
    parameters: ClassVar[Mapping[str, str]] = {
        "python_package": "scaffold:python: the package that holds the generated modules (shop_client)"
    }
    reserved = frozenset(keyword.kwlist)
    # What a generated module binds or calls, and the parameters of its constructors.
    taken = frozenset(
        "annotations self super str message metadata cause details CODE CODES __class__".split()
    )

    def parameter(self, key: str) -> str:
        """As in every language; `__x` becomes `__x__`, because in a class Python renames it to `_Class__x`."""
        name = super().parameter(key)
        while name.startswith("__") and not name.endswith("__"):
            name += "_"
        return name

    def literal(self, text: str) -> str:
        """A double-quoted literal as ruff formats it: visible text as it is, all else escaped."""
        if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
            return f'"{text}"'  # most are, and this is much cheaper than the search
        if not _SPECIAL.search(text):
            return f'"{text}"'
        if text.count('"') > text.count(
            "'"
        ):  # ruff format prefers the quotes that need fewer escapes
            return "'" + re.sub(_SINGLE, _escape_single, text) + "'"
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
        """A complete docstring, as ruff formats it: one line if it can, no common indentation, no odd quotes."""
        pad = " " * indent
        body = [line.replace("\\", "\\\\") for line in lines(text)]
        # Quotes that would end the docstring: three in a row, and one just before the end.
        body = [_QUOTES.sub(lambda run: '\\"' * len(run[0]), line) for line in body]
        first, rest = body[0].lstrip(), body[1:]
        first = f" {first}" if first.startswith('"') else first
        if not rest:
            return f'{pad}"""{first}"""'
        margin = min((len(line) - len(line.lstrip()) for line in rest if line), default=0)
        rest = [f"{pad}{line[margin:]}" if line else "" for line in rest]
        return "\n".join([f'{pad}"""{first}', *rest, f'{pad}"""'])

    @property
    def filters(self) -> Mapping[str, Callable[..., str]]:
        return {"literal": self.literal, "comment": self.comment, "docstring": self.docstring}

    def error_path(self, file: FileOptions, class_name: str = "") -> str:
        return file.path.removesuffix(".proto").replace("-", "_") + "_errors.py"

    def enum_scope(self, file: FileOptions) -> str | None:
        return self.error_path(file)

    def runtime_problem(self, runtime: str) -> str:
        if not _DOTTED.fullmatch(runtime):
            return "a Python import path is dotted names, such as `egoerrors`"
        words = [word for word in runtime.split(".") if keyword.iskeyword(word)]
        return f"`{words[0]}` is a Python keyword" if words else ""


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _ESCAPES.get(char) or _numeric(char)


def _escape_single(match: re.Match[str]) -> str:
    return "\\'" if match[0] == "'" else _escape(match)


def _numeric(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


LANGUAGE = Python()
