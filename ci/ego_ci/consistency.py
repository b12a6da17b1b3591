"""Consistency: what is wrong with an ego.yaml whose single values are all right."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from ego_ci import document
from ego_ci.reader import diagnostic
from ego_ci.settings.registries import NEEDING_URL, PLACEHOLDERS
from protoc_gen_ego.diagnostics import Diagnostic, Position

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def findings(node: yaml.Node | None, root: Path, file: str) -> Iterator[Diagnostic]:
    """Errors of a valid document in the folder `root`; `file` is what positions call it."""
    yield from _missing(node, root, file)
    yield from _swallowing(node, root, file)
    yield from _doubled(node, file)
    yield from _nowhere(node, file)
    yield from _unfilled(node, file)


def _missing(node: yaml.Node | None, root: Path, file: str) -> Iterator[Diagnostic]:
    """Paths that name nothing: a typing error here would pass for success."""
    for key, value in node.value if node else ():
        if key.value in ("paths", "exclude", "license_file"):
            for item in [value] if key.value == "license_file" else value.value:
                if not (root / item.value).exists():
                    at = document.position(item, file)
                    yield diagnostic(at, f'`{key.value}`: "{item.value}" does not exist')


def _swallowing(node: yaml.Node | None, root: Path, file: str) -> Iterator[Diagnostic]:
    """An output folder that holds the repository: what `ego` writes there hides it from git."""
    for key, value in node.value if node else ():
        if key.value == "output" and root.is_relative_to(os.path.normpath(root / value.value)):
            yield diagnostic(
                document.position(value, file),
                f'`output`: "{value.value}" holds the repository: give a folder of its own',
            )


def _doubled(node: yaml.Node | None, file: str) -> Iterator[Diagnostic]:
    """Names and paths of `packages:` that stand there twice: a file is in one package, a name is one package's."""
    section = document.find(node, "packages")
    seen: dict[tuple[str, str], Position] = {}
    for package in section.value if section else ():
        name, paths = document.find(package, "name"), document.find(package, "paths")
        items = [("name", name)] if name else []
        items += [("path", path) for path in (paths.value if paths else ())]
        for kind, item in items:
            at = document.position(item, file)
            key = (kind, item.value if kind == "name" else os.path.normpath(item.value))
            if key in seen:
                yield diagnostic(
                    at,
                    f'`packages`: the {kind} "{item.value}" stands there twice',
                    f"first in line {seen[key].line}",
                )
            seen.setdefault(key, at)


def _nowhere(node: yaml.Node | None, file: str) -> Iterator[Diagnostic]:
    """Registries without an address, of a type that has no other."""
    section = document.find(node, "registries")
    for name, registry in section.value if section else ():
        kind = document.find(registry, "type")
        if kind and kind.value in NEEDING_URL and not document.find(registry, "url"):
            yield diagnostic(
                document.position(name, file),
                f"`registries.{name.value}`: a registry of type {kind.value} needs `url`",
            )


def _unfilled(node: yaml.Node | None, file: str) -> Iterator[Diagnostic]:
    """Braces in an address that nothing fills in: they would be part of what is connected to."""
    section = document.find(node, "registries")
    for name, registry in section.value if section else ():
        kind = document.find(registry, "type")
        known = PLACEHOLDERS.get(kind.value if kind else "local", ())
        for key in ("url", "index"):
            value = document.find(registry, key)
            if not isinstance(value, yaml.ScalarNode):
                continue
            words = known if key == "url" else ()
            for found in _BRACES.finditer(value.value):
                if found[1] not in words:
                    yield diagnostic(
                        _inside(value, found.start(), file),
                        f"`registries.{name.value}.{key}`: nothing fills in {found[0]}",
                        f"known here: {', '.join(f'{{{word}}}' for word in words) or 'none'}",
                    )


def _inside(node: yaml.ScalarNode, offset: int, file: str) -> Position:
    """The place of a character of a text, of its beginning where it is not written as it reads."""
    at = document.position(node, file)
    quotes = 0 if node.style is None else 1
    plain = node.end_mark.column - node.start_mark.column == len(node.value) + 2 * quotes
    return at._replace(column=at.column + quotes + offset) if plain else at
