"""How the HTML templates are compiled, in a run or ahead of it. Imports jinja2 alone: the build of a wheel needs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

_JOINT = re.compile(r"(?<=[a-z0-9][._])(?=\w)", re.IGNORECASE)


def environment(loader: BaseLoader, anchor: Callable[[str], str]) -> Environment:
    """The environment: everything that a template places is escaped, a name that is missing is an error.

    anchor: the filter that makes a fragment of a full name.
    """
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["anchor"] = anchor
    made.filters["breaks"] = breaks
    return made


def breaks(name: str) -> Markup:
    """A name, escaped, that may go on in the next line after each of its parts.

    >>> str(breaks("a.USER_ERR"))
    'a.<wbr>USER_<wbr>ERR'
    """
    return Markup("<wbr>").join([escape(part) for part in _JOINT.split(name)])


def source_environment(loader: BaseLoader) -> Environment:
    """That of the code for clients: source text, not HTML; it is escaped when a page places it."""
    return Environment(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


def compile_all(templates: Path, into: Path) -> None:
    """Compiles templates/site and its calls into folders `site` and `calls`, which jinja2.ModuleLoader reads."""
    pages, calls = templates / "site", templates / "site" / "calls"
    for name, made, ending in (
        ("site", environment(FileSystemLoader(pages), str), "html"),
        ("calls", source_environment(FileSystemLoader(calls)), "txt"),
    ):
        made.compile_templates(into / name, extensions=[ending], zip=None, ignore_errors=False)
