"""A small repository in several packages, for the tests of what `ego package` makes of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.e2e.ego import commit, git

LANGUAGES = ("python", "go", "typescript", "java", "php")
COMMON = """package shop.common.v1;

// An amount of money.
message Money {
  // Whole units.
  int64 units = 1;
}
"""
PART = """package shop.{name}.v1;

import "shop/common/v1/money.proto";

// What a {name} costs.
message {title} {{
  // Its name.
  string name = 1;
  // Its price.
  shop.common.v1.Money price = 2;
}}

// Asks for one.
message Get{title}Request {{
  // Its name.
  string name = 1;
}}

// What can go wrong with a {name}.
enum {title}Err {{
  // Nothing.
  {upper}_ERR_UNSPECIFIED = 0;
  // There is none of this name. @code=NOT_FOUND @msg="{name} {{name}} not found" @metadata=name
  {upper}_ERR_NOT_FOUND = 1;
}}

// The {name}s.
service {title}Service {{
  // Gets one.
  rpc Get{title}(Get{title}Request) returns ({title});
}}
"""
EGO = """name: acme-shop
version: 1.2.3
description: Clients of a shop.
license: Apache-2.0
repository: https://gitlab.example.com/acme/shop
languages: [{languages}]
java: {{group: com.example.acme}}
"""


def shop(
    folder: Path,
    *,
    parts: Iterable[str] = ("user", "order"),
    languages: Iterable[str] = ("python",),
    split: bool = True,
    more: Mapping[str, str] | None = None,
) -> Path:
    """A committed repository: `common` with a message, and one package a part that imports it.

    more: path -> text of further files.
    """
    parts = tuple(parts)
    files = {
        "buf.yaml": "version: v2\nmodules:\n  - path: proto\n",
        "ego.yaml": EGO.format(languages=", ".join(languages)),
        "LICENSE": "Apache License, as far as this test is concerned.\n",
        "proto/shop/common/v1/money.proto": COMMON,
        **{f"proto/shop/{name}/v1/{name}.proto": part(name) for name in parts},
        **(more or {}),
    }
    if split:
        lines = [f"  - {{name: {name}, paths: [proto/shop/{name}]}}" for name in ("common", *parts)]
        files["ego.yaml"] += "packages:\n" + "\n".join(lines) + "\n"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = 'syntax = "proto3";\n' if name.endswith(".proto") else ""
        path.write_text(head + text, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "start")
    return folder


def part(name: str) -> str:
    """The protos of one package: a message with money in it, an error, a service."""
    return PART.format(name=name, title=name.capitalize(), upper=name.upper())
