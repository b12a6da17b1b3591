"""The HTML templates of templates/site: everything that they place is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, ModuleLoader

import protoc_gen_ego
from ego_ci.site import environment as environments
from ego_ci.site.html import fragment
from protoc_gen_ego.render import template_root

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: nothing inline, nothing from elsewhere.

A page of file:// has no origin that 'self' could be in every browser, so it is named; a page of http cannot load such a
file anyway.
"""


@cache
def environment() -> Environment:
    """The environment, made once. A wheel brings the templates compiled (hatch_build.py); a checkout does not."""
    return environments.environment(_loader("site", folder()), fragment)


@cache
def calls() -> Environment:
    """The environment of the code for clients, the same way."""
    return environments.source_environment(_loader("calls", folder() / "calls"))


def _loader(name: str, sources: Path) -> BaseLoader:
    ahead = Path(protoc_gen_ego.__file__).parent / "compiled" / name
    return ModuleLoader(ahead) if ahead.is_dir() else FileSystemLoader(sources)


def render(name: str, /, **values: object) -> str:
    """A page."""
    found: str = environment().get_template(name).render(policy=POLICY, **values)
    return found


def folder() -> Path:
    """Where the templates are, and `assets` beside them."""
    return template_root() / "site"
