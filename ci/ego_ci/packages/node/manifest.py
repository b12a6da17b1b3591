"""Manifest: the package.json of a client package, as npm and Node document its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ego_ci.packages.compatible import bounds
from ego_ci.packages.facts import FILE
from ego_ci.packages.origin import Origin
from ego_ci.versions.mapping import npm
from ego_ci.versions.semver import parse


def package_json(
    origin: Origin,
    *,
    name: str,
    version: str,
    index: str,
    dependencies: Mapping[str, str],
    peers: Mapping[str, str],
) -> dict[str, Any]:
    """The package.json of a client; without scripts, so that nothing runs when it is installed.

    Args:
        origin: licence, description, repository.
        name: in the registry.
        version: as npm writes it.
        index: name of the module for the whole package.
        dependencies: package name -> range.
        peers: the same for packages that the application has too, of which there must be one.
    """
    package: dict[str, Any] = {
        "name": name,
        "version": version,
        "description": origin.summary,
        "keywords": ["grpc", "protobuf"],
        "license": origin.license
        or ("SEE LICENSE IN LICENSE" if origin.license_file else "UNLICENSED"),
    }
    if origin.repository:
        address = origin.repository.rstrip("/").removesuffix(".git")
        package["homepage"] = address
        package["repository"] = {"type": "git", "url": f"git+{address}.git"}
    return {
        **package,
        "type": "module",
        # Loading a module with error codes makes them known: a bundler must not leave it out.
        "sideEffects": ["**/*_errors.js"],
        "main": f"./dist/cjs/{index}.js",
        "types": f"./dist/cjs/{index}.d.ts",
        "exports": {
            ".": entry(index),
            "./package.json": "./package.json",
            f"./{FILE}": f"./{FILE}",
            "./*.js": entry("*"),
            "./*": entry("*"),
        },
        "files": ["dist", FILE],
        "engines": {"node": ">=20"},
        "dependencies": dict(sorted(dependencies.items())),
        "peerDependencies": dict(sorted(peers.items())),
    }


def entry(module: str) -> dict[str, dict[str, str]]:
    """What a place in `exports` leads to: each of the two formats with its own declarations, types first."""
    return {
        condition: {
            "types": f"./dist/{folder}/{module}.d.ts",
            "default": f"./dist/{folder}/{module}.js",
        }
        for condition, folder in (("import", "esm"), ("require", "cjs"))
    }


def compatible(version: str) -> str:
    """The range of another client package of the same repository (SemVer in).

    >>> compatible("1.2.3"), compatible("0.4.1"), compatible("1.3.0-rc.1")
    ('^1.2.3', '^0.4.1', '1.3.0-rc.1')
    """
    wanted = bounds(version)
    return f"^{wanted[0]}" if wanted else spelled(version)


def spelled(version: str) -> str:
    """A SemVer as npm writes it: without the build."""
    return npm(parse(version))
