"""Libraries: the npm packages that generated code imports, in the versions that it is compiled with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ego_ci.packages.dependency import Dependency
from ego_ci.toolchain.lock import load

_LIBRARIES = "node-libraries"


def wanted(name: str) -> str:
    """The range of versions of a library: at least the one that we compile with, of the same major."""
    return f"^{_locked(name)['version']}"


def dependency(name: str, range_: str) -> Dependency:
    """A package for the SBOM; its licence as the lock has it.

    >>> dependency("@bufbuild/protobuf", "^2.17.0")[:3]
    ('pkg:npm/%40bufbuild/protobuf', '@bufbuild/protobuf', '^2.17.0')
    """
    exact = f"@{range_}" if range_[:1].isdigit() else ""
    known = _packages().get(f"node_modules/{name}", {})
    purl = f"pkg:npm/{name.replace('@', '%40')}{exact}"
    return Dependency(purl, name, range_, known.get("license", ""))


def _locked(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _packages()[f"node_modules/{name}"]
    return found


@cache
def _packages() -> Mapping[str, Any]:
    packages: Mapping[str, Any] = load()[_LIBRARIES].pins["lock"]["packages"]
    return packages
