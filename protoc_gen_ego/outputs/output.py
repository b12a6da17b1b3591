"""An output: one thing that a catalog can be turned into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from protoc_gen_ego.catalog import Catalog
from protoc_gen_ego.diagnostics import Diagnostic
from protoc_gen_ego.options import Options
from protoc_gen_ego.render import GeneratedFile
from protoc_gen_ego.schema import Schema


class Job(NamedTuple):
    """What an output works from."""

    schema: Schema
    catalog: Catalog
    options: Options
    shared: dict[Any, Any]  # what outputs work out once for all languages of a run
    findings: list[Diagnostic]  # what outputs have to say; an error stops the run


class Output(NamedTuple):
    """One output; with a variant (a language or a format) it is a target."""

    name: str
    variants: tuple[str, ...]
    generate: Callable[[Job, str], Iterable[GeneratedFile]]
