"""Package URLs (https://github.com/package-url/purl-spec): one name for a package, whatever its language."""

from __future__ import annotations

import re
from urllib.parse import quote

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


def of_tool(name: str, version: str, kind: str, package: str = "") -> str:
    """The URL of a tool by the kind of its line in the lock file; of a Python distribution for ''.

    >>> of_tool("protoc-gen-go", "v1.36.12", "go", "google.golang.org/protobuf/cmd/protoc-gen-go")
    'pkg:golang/google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12'
    """
    languages = {"": "python", "pypi": "python", "go": "go", "npm": "typescript"}
    if kind in languages:
        return purl(languages[kind], package or name, version)
    end = f"@{quote(version, safe='')}" if version else ""
    return f"pkg:{'deb/debian' if kind == 'debian' else 'generic'}/{quote(package or name, safe='')}{end}"
