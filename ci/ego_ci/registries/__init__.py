"""Registries: places that packages are published to, one protocol a file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ego_ci.problem import Problem

if TYPE_CHECKING:
    from ego_ci.project import Registry as Settings
    from ego_ci.registries.opening import Opening
    from ego_ci.registries.registry import Registry

REGISTRIES = {
    "local": "ego_ci.registries.local",
    "pypi": "ego_ci.registries.pypi",
    "npm": "ego_ci.registries.npm",
    "maven": "ego_ci.registries.maven",
    "go": "ego_ci.registries.go",
    "php-git": "ego_ci.registries.php_git",
    "composer": "ego_ci.registries.composer",
    "gitlab": "ego_ci.registries.gitlab",
}
"""`type:` in ego.yaml -> module whose `from_settings` opens such a registry; loaded when it is used."""
ALL = "all"
"""Stands for every registry of ego.yaml."""


def open_registry(opening: Opening) -> Registry:
    """Opens the registry that ego.yaml describes; asks nobody anything yet."""
    module = import_module(REGISTRIES[opening.of.type])
    return cast("Registry", module.from_settings(opening))


def choose(registries: Mapping[str, Settings], names: str) -> tuple[Settings, ...]:
    """The registries of these names (`a,b`, or `all`); for '' the only one there is, else the one called `local`."""
    if names == ALL and ALL not in registries:
        return tuple(registries.values())
    chosen = names or (next(iter(registries)) if len(registries) == 1 else "local")
    found = dict.fromkeys(filter(None, (name.strip() for name in chosen.split(","))))
    for name in found:
        if name not in registries:
            known = ", ".join(sorted(registries))
            raise Problem(
                f"ego.yaml has no registry {name!r}",
                remedy=f"name one of: {known}; or {ALL}: --registry NAME",
            )
    return tuple(registries[name] for name in found)
