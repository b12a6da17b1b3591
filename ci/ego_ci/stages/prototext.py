"""What can be told of a proto file without compiling it: whom it names, and who can name it.

It decides which files are looked at, never what is found. So it may name too much (an import within a
comment), and names nothing too little as long as an import, a package and an enum value begin a statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Each begins with plain text or one class of characters, which is what makes a search through thousands of files fast.
_IMPORT = re.compile(r"""import\s+(?:public\s+|weak\s+|option\s+)?["']([^"'\n]+)["']""")
_PACKAGE = re.compile(r"package\s+([\w.]+)\s*;")
_VALUE = re.compile(r"[\n{;][ \t]*(\w+)\s*=\s*-?\d")
_ERRORS = re.compile(r"errors\s*\)?\s*[:=]\s*(\[[^\]]*\]|[^\n]*)")
_CODE = re.compile(r"@code\s*=|errors/(?:v1/)?errors\.proto\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ProtoText:
    """packages: at most one, unless comments speak of more. declares: enum values, if any can be an error.

    mentions: the last part of each name that stands in a list of errors. codes: errors may be declared in it.
    """

    packages: frozenset[str]
    imports: frozenset[str]
    declares: frozenset[str]
    mentions: frozenset[str]
    codes: bool


def imports(text: str) -> list[str]:
    """The names that a proto file imports, when nothing else of it is wanted.

    >>> imports('import "a.proto"; import public "b.proto";')
    ['a.proto', 'b.proto']
    """
    return _IMPORT.findall(text)


def read(text: str) -> ProtoText:
    """The names in a proto file.

    >>> read('package a.b; import "c.proto"; // @errors=X,y.Z').mentions >= {"X", "Z"}
    True
    >>> "Z" in read('option (ego.errors.v1.errors) = "x.y.Z";').mentions
    True
    """
    errors = "@code" in text or "errors" in text
    return ProtoText(
        frozenset(_PACKAGE.findall(text)),
        frozenset(_IMPORT.findall(text)),
        frozenset(_VALUE.findall(text)) if errors else frozenset(),
        frozenset(word for found in _ERRORS.findall(text) for word in _WORD.findall(found))
        if "errors" in text
        else frozenset(),
        bool(_CODE.search(text)),
    )
