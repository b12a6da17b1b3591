"""Names of Go: keywords, import paths, package names, and the identifiers that protoc-gen-go makes."""

from __future__ import annotations

import re

KEYWORDS = frozenset(
    "break case chan const continue default defer else fallthrough for func go goto if import interface map package "
    "range return select struct switch type var".split()
)
_ELEMENT = re.compile(r"[A-Za-z0-9_~+-]([A-Za-z0-9._~+-]*[A-Za-z0-9_~+-])?")


def go_camel(name: str) -> str:
    """The Go name that protoc-gen-go gives a descriptor whose name inside its file is this.

    >>> go_camel("user_err"), go_camel("Outer.Kind"), go_camel("_x.y"), go_camel("a_1b_C")
    ('UserErr', 'Outer_Kind', 'XXY', 'A_1B_C')
    """
    out = []
    before = ""
    for index, char in enumerate(name):
        if char == "_" and before in ("", "."):
            out.append("X")
        elif char in "._":
            out.append("" if "a" <= name[index + 1 : index + 2] <= "z" else "_")
        else:
            out.append(char if before.isalpha() else char.upper())
        before = char
    return "".join(out)


def package_name(text: str) -> str:
    """The package name that protoc-gen-go makes of the text behind `;`, or of the import path's last part.

    >>> package_name("user-v1"), package_name("type"), package_name("2d")
    ('user_v1', '_type', '_2d')
    """
    name = re.sub(r"[^A-Za-z0-9_]", "_", text)
    return f"_{name}" if name in KEYWORDS or not re.match(r"[A-Za-z_]", name) else name


def path_problem(path: str) -> str:
    """Why a text is not an import path; '' when it is one.

    >>> path_problem("example.com/shop/v1"), path_problem("shop//v1")
    ('', '`` cannot be a part of it')
    """
    if not path:
        return "it is empty"
    for element in path.split("/"):
        if not _ELEMENT.fullmatch(element):
            return f"`{element}` cannot be a part of it"
    if "/" not in path and "." not in path:
        return "it needs a `.` or a `/`, as protoc-gen-go asks for"
    return ""
