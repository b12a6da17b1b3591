"""Paths of Go: what can be a module path, an import path or a file of a module (golang.org/x/mod/module)."""

from __future__ import annotations

import re

_ELEMENT = re.compile(r"[A-Za-z0-9_~-]([A-Za-z0-9._~-]*[A-Za-z0-9_~-])?")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_MAJOR = re.compile(r"v[0-9]+")
_WINDOWS = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])", re.IGNORECASE)
_SHORT_NAME = re.compile(r".*~[0-9]+")
_FILE = re.compile(r"([A-Za-z0-9 !#$%&()+,.=@\[\]^_{}~-]|[^\W\d_\x00-\x7f])+")
_VERSION = re.compile(r"v[0-9]+((p[0-9]+)?(alpha|beta)[0-9]*)?|v[0-9]+test.*")
# `go tool dist list`: a file `x_linux.pb.go` is compiled on Linux alone.
_SYSTEMS = frozenset(
    """
    aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows
    zos 386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x sparc64 wasm armbe
    arm64be amd64p32 mips64p32 mips64p32le ppc riscv s390 sparc
    """.split()
)
_CLOSED = frozenset({"internal", "vendor", "testdata"})
"""Folders that Go keeps from importers; a package in one moves to the same name with a final `_`."""


def module_problem(path: str) -> str:
    """Why a text cannot be the path of a module without its major version; '' when it can.

    >>> module_problem("example.com/shop/client"), module_problem("shop/client")
    ('', 'begins with no host, such as gitlab.example.com')
    >>> module_problem("example.com/shop/v2")
    'ends with a major version: ego puts it there itself'
    """
    host, _, rest = path.partition("/")
    if not _HOST.fullmatch(host):
        return "begins with no host, such as gitlab.example.com"
    for element in rest.split("/") if rest else ():
        if problem := element_problem(element):
            return problem
    if _MAJOR.fullmatch(path.rpartition("/")[2]):
        return "ends with a major version: ego puts it there itself"
    if host == "gopkg.in":
        return "is one of gopkg.in, which has rules of its own"
    return ""


def element_problem(element: str) -> str:
    """Why a text cannot be one element of an import path; '' when it can."""
    if not _ELEMENT.fullmatch(element):
        return f"has the part `{element}`: only ASCII letters, digits, `-`, `_`, `.` and `~` can stand in it"
    stem = element.partition(".")[0]
    if _WINDOWS.fullmatch(stem) or _SHORT_NAME.fullmatch(stem):
        return f"has the part `{element}`, a name that Windows keeps for itself"
    return ""


def file_problem(name: str) -> str:
    """Why a module cannot have a file of this name, or would not compile it; '' when it can.

    >>> file_problem("user.pb.go"), file_problem("user_windows.pb.go")
    ('', 'Go compiles it on windows alone')
    """
    stem = name.partition(".")[0]
    if not _FILE.fullmatch(name) or _WINDOWS.fullmatch(stem):
        return "no module zip can hold a file of this name"
    if name.startswith(("_", ".")):
        return "Go leaves out files whose names begin with `_` or `.`"
    *before, last = stem.split("_")
    return f"Go compiles it on {last} alone" if before and last in _SYSTEMS else ""


def opened(folder: str) -> str:
    """A proto folder as it stands in a module: one that Go keeps from importers gets a final `_`.

    >>> opened("shop/internal/v1"), opened("shop/v1"), opened("")
    ('shop/internal_/v1', 'shop/v1', '')
    """
    return "/".join(f"{part}_" if part in _CLOSED else part for part in folder.split("/"))


def package_name(path: str) -> str:
    """The package name for an import path: its last element, with the one before if that is a version.

    >>> package_name("x.io/shop/user/v1"), package_name("x.io/shop-client/v2"), package_name("x.io/type")
    ('userv1', 'shopclientv2', 'typepb')
    """
    from protoc_gen_ego.languages.go_names import KEYWORDS

    *before, last = path.split("/")
    words = f"{before[-1]}{last}" if before and _VERSION.fullmatch(last) else last
    name = re.sub(r"[^a-z0-9]", "", words.lower()) or "pb"
    name = f"pb{name}" if name[0].isdigit() else name
    return f"{name}pb" if name in KEYWORDS or name == "main" else name
