"""Registries: places that packages are published to, one protocol a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ego_ci.problem import Problem

if TYPE_CHECKING:
    from ego_ci.project import Registry as Settings
    from ego_ci.registries.registry import Registry

REGISTRIES = {"local": "ego_ci.registries.local"}
"""`type:` in ego.yaml -> module whose `from_settings` opens such a registry; loaded when it is used."""


def open_registry(settings: Settings, *, waiting: Callable[[], None] = lambda: None) -> Registry:
    """Opens the registry that ego.yaml describes; Problem if its type is unknown.

    `waiting` is called once when another publisher has to end first.
    """
    module = REGISTRIES.get(settings.type)
    if module is None:
        known = ", ".join(sorted(REGISTRIES))
        raise Problem(f"no registry has the type {settings.type!r}", remedy=f"use one of: {known}")
    return cast("Registry", import_module(module).from_settings(settings, waiting))


def choose(registries: Mapping[str, Settings], name: str) -> Settings:
    """The registry of that name; for '' the only one there is, else the one called `local`."""
    chosen = name or (next(iter(registries)) if len(registries) == 1 else "local")
    if chosen not in registries:
        known = ", ".join(sorted(registries))
        raise Problem(f"ego.yaml has no registry {chosen!r}", remedy=f"name one of: {known}")
    return registries[chosen]
