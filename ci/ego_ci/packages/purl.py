"""Package URLs (https://github.com/package-url/purl-spec): one name for a package, whatever its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from ego_ci.toolchain.lock import Entry

_TYPES = {
    "python": "pypi",
    "go": "golang",
    "typescript": "npm",
    "java": "maven",
    "php": "composer",
}


def purl(language: str, name: str, version: str = "") -> str:
    """The URL of a package, by the name that its package manager uses (`group:artifact` for Maven).

    >>> purl("python", "Shop_Client", "1.2.3+x"), purl("typescript", "@acme/shop", "1.0.0")
    ('pkg:pypi/shop-client@1.2.3%2Bx', 'pkg:npm/%40acme/shop@1.0.0')
    >>> purl("java", "com.acme:shop", "1.0"), purl("go", "gitlab.example.com/acme/shop/v2", "v2.0.0")
    ('pkg:maven/com.acme/shop@1.0', 'pkg:golang/gitlab.example.com/acme/shop/v2@v2.0.0')
    """
    kind = _TYPES[language]
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    elif kind == "maven":
        name = name.replace(":", "/")
    elif kind in ("golang", "composer"):
        name = name.lower()
    path = "/".join(quote(part, safe="") for part in name.split("/"))
    return f"pkg:{kind}/{path}" + (f"@{quote(version, safe='')}" if version else "")


def of_tool(name: str, version: str, language: str, entries: Mapping[str, Entry]) -> str:
    """The URL of a tool that makes packages of a language, by what the lock file says of it.

    A tool is an entry of the lock (`protoc-gen-go`; `protoc` is `protoc-java` for Java), a package that an entry
    pins (`typescript`), else a distribution that pip installed beside us (`buf-bin`).
    """
    entry = entries.get(name) or entries.get(f"{name}-{language}")
    pinned = _pinned(entry) if entry else [p for each in entries.values() for p in _pinned(each)]
    for kind, package in pinned:
        if entry or package.rpartition(":")[2] == name:
            return _TOOL_TYPES[kind](package, version)
    return purl("python", name, version)


def _pinned(entry: Entry) -> list[tuple[str, str]]:
    """The packages that an entry of the lock pins: kind, and name in that package manager's spelling."""
    package = entry.pins.get("package", "")
    if entry.kind == "npm":
        return [(entry.kind, name) for name in package["dependencies"]]
    if entry.kind == "maven":
        names = (":".join(text.split(":")[:2]) for text in entry.pins["artifacts"])
        return [(entry.kind, name) for name in names]
    return [(entry.kind, package)] if entry.kind in _TOOL_TYPES else []


def _debian(package: str, version: str) -> str:
    return f"pkg:deb/debian/{quote(package, safe='')}" + (f"@{quote(version)}" if version else "")


_TOOL_TYPES: Mapping[str, Callable[[str, str], str]] = {
    "pypi": partial(purl, "python"),
    "go": partial(purl, "go"),
    "npm": partial(purl, "typescript"),
    "maven": partial(purl, "java"),
    "debian": _debian,
}
