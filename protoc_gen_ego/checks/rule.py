"""A rule is a value: what it is called, what it is for, how much it weighs, and how it looks for findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from protoc_gen_ego.catalog import Catalog, Problem
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.languages import Language
from protoc_gen_ego.schema import Schema

if TYPE_CHECKING:
    from protoc_gen_ego.checks.breaking.comparison import Comparison
    from protoc_gen_ego.checks.ignores import Ignores


class Category(str, Enum):
    """When a rule is judged, and whether a project may choose."""

    GENERATE = "GENERATE"  # always holds: nothing can be generated otherwise
    EGO = "EGO"  # lint: on the protos as they are
    EGO_BREAKING = "EGO_BREAKING"  # on what changed since the base


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
    has_codes: bool = True  # a repository without any need not declare errors on its methods
    locales: tuple[str, ...] = ()  # those that every error has a text for
    comparison: Comparison | None = None  # with the base; None: there is none
    ignores: Ignores | None = None  # what the protos ignore, for the rules about ignoring


class Rule(NamedTuple):
    """One rule; its id names its section in docs/rules.md and its page in tests/checks/."""

    id: str  # UPPER_SNAKE
    purpose: str  # one sentence
    severity: Severity  # unless a project says otherwise
    check: Callable[[Context], Iterable[Problem]]
    category: Category = Category.GENERATE
    whole: bool = False  # what it finds may depend on files that a part of a repository lacks
