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


def compile_all(templates: Path, into: Path) -> None:
    """Compiles templates/site into a folder that jinja2.ModuleLoader reads."""
    environment(FileSystemLoader(templates / "site"), str).compile_templates(
        into, extensions=["html"], zip=None, ignore_errors=False
    )
