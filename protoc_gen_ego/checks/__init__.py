"""What the compiler says about protos: rules that always hold (`check`), and those a project may choose (`judge`).

The latter (lint, breaking changes, ignores) are imported by `judge` only: generating never pays for them.
"""

from __future__ import annotations

from protoc_gen_ego.catalog import Catalog
from protoc_gen_ego.checks.always import RULES, check
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.settings import DEFAULTS, Settings
from protoc_gen_ego.checks.side import Side
from protoc_gen_ego.diagnostics import Diagnostic
from protoc_gen_ego.schema import Schema


def judge(
    schema: Schema,
    catalog: Catalog,
    *,
    against: Side | None = None,
    settings: Settings = DEFAULTS,
    whole: bool = True,
) -> list[Diagnostic]:
    """The findings of the EGO rules and, with a base, of the EGO_BREAKING rules, sorted; ignored ones left out.

    `whole` says that the schema holds the whole repository. `checks.verdict.reach` also tells what was ignored.
    """
    from protoc_gen_ego.checks.verdict import reach

    return reach(schema, catalog, against=against, settings=settings, whole=whole).diagnostics


__all__ = ["RULES", "Category", "Context", "Rule", "Settings", "Side", "check", "judge"]
