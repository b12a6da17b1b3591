"""A rule is a value: what it is called, what it is for, how much it weighs, and how it looks for findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from protoc_gen_ego.catalog import Catalog, Problem
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.languages import Language
from protoc_gen_ego.schema import Schema


class Context(NamedTuple):
    """What rules look at."""

    schema: Schema
    catalog: Catalog
    identity: str = "ego"
    languages: Sequence[Language] = ()  # those that error modules are generated for
    parameters: Mapping[str, str] = MappingProxyType({})  # options that only one language reads
    whole: bool = (
        False  # the request holds the whole repository, so what is not in it does not exist
    )


class Rule(NamedTuple):
    """One rule; its id names its section in docs/rules.md and its page in tests/checks/."""

    id: str  # UPPER_SNAKE
    purpose: str  # one sentence
    severity: Severity
    check: Callable[[Context], Iterable[Problem]]
