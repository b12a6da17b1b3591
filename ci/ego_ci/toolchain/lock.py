"""The lock file: every tool with its version, where it comes from, and the sha256 of its bytes."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("toolchain.lock.json")
_NOTE = "Made by `ego toolchain lock` from wanted.py; do not edit by hand."
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def here() -> str:
    """The platform that we run on, as the lock names it: linux-x86_64, linux-aarch64, darwin-aarch64 …"""
    machine = os.uname().machine.lower()
    return f"{sys.platform}-{_MACHINES.get(machine, machine)}"


@dataclass(frozen=True)
class Entry:
    """One tool, pinned.

    pins: what its package manager is told, hashes included; each kind has its own keys.
    trees: the digest of the installed files, by platform (or, for what has one file, its sha256).
    """

    name: str
    kind: str
    version: str
    program: str
    used_for: str
    pins: Mapping[str, Any]
    trees: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """One digest of everything that decides what is installed."""
        return hashlib.sha256(_text(asdict(self)).encode()).hexdigest()

    @property
    def tree(self) -> str:
        """The pinned digest of the installed files here, '' when it depends on the machine's compiler."""
        return self.trees.get(here(), self.trees.get("any", ""))


def load(path: Path = LOCK) -> Mapping[str, Entry]:
    """The entries of a lock file, by name."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {name: Entry(name=name, **entry) for name, entry in content["tools"].items()}


def dump(entries: Mapping[str, Entry]) -> str:
    """The text of a lock file: sorted, so that a renewed one differs where something changed."""
    tools = {name: _without_name(entries[name]) for name in sorted(entries)}
    return _text({"note": _NOTE, "tools": tools}, indent=1) + "\n"


def _without_name(entry: Entry) -> dict[str, Any]:
    content = asdict(entry)
    del content["name"]
    return content


def _text(content: object, *, indent: int | None = None) -> str:
    return json.dumps(content, indent=indent, sort_keys=True, ensure_ascii=False)
