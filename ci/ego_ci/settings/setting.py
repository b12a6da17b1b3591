"""Setting: what the table knows of one value of ego.yaml, and the checks that judge it."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REQUIRED: Any = ""
Check = Callable[[str], str]
"""Says what is wrong with a text ('' when nothing is), as the end of the sentence 'name: "x" …'."""


@dataclass(frozen=True)
class Setting:
    """What a field of the table knows beside its type and default.

    doc: one or more sentences of Markdown. required: must be given. derived: what an empty default is
    filled with, in words. check: judges a text value, or each text of a list. example: for the page.
    date: YAML may take the text for a date.
    """

    doc: str
    required: bool = False
    derived: str = ""
    check: Check | None = None
    example: str = ""
    date: bool = False


def setting(default: Any, doc: str, **more: Any) -> Any:
    """A field of the table; `more` are the other fields of Setting."""
    metadata = {"setting": Setting(" ".join(doc.split()), **more)}
    if isinstance(default, type):
        return dataclasses.field(default_factory=default, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def matches(pattern: str, wanted: str) -> Check:
    """A check by regular expression (the whole text); `wanted` says in words what is allowed."""
    compiled = re.compile(pattern)
    return lambda text: "" if compiled.fullmatch(text) else f"is not {wanted}"


def inside(text: str) -> str:
    """A check: the path stays inside the repository."""
    if Path(text).is_absolute() or ".." in Path(text).parts:
        return "leaves the repository: give a path relative to ego.yaml, without `..`"
    return "" if text.strip() and "\0" not in text else "is empty"


def below(text: str) -> str:
    """A check: a folder of its own, below ego.yaml or anywhere else, but never the repository itself."""
    if "\0" in text or Path(os.path.normpath(text)).name in ("", ".", ".."):
        return "would be the repository itself: give a folder of its own"
    return ""


def optional(check: Check) -> Check:
    """The same check, for a setting that may stay empty."""
    return lambda text: text and check(text)


def day(text: str) -> str:
    """A check: a date."""
    import datetime

    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return "is not a date such as 2026-12-31"
    return ""
