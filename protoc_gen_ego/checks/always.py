"""The rules that always hold when something is generated, and how they are run."""

from __future__ import annotations

from protoc_gen_ego.checks.aip_grammar import DOMAIN_MISSING, METADATA_KEY_GRAMMAR, REASON_GRAMMAR
from protoc_gen_ego.checks.annotations import ANNOTATION_RULES
from protoc_gen_ego.checks.duplicate_reason import DUPLICATE_REASON
from protoc_gen_ego.checks.name_clash import NAME_CLASH
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.checks.unknown_error import UNKNOWN_ERROR, UNRESOLVED_ERROR
from protoc_gen_ego.checks.unsafe_names import NAME_UNSAFE, OPTION_UNSAFE, PATH_UNSAFE
from protoc_gen_ego.diagnostics import Diagnostic

RULES: tuple[Rule, ...] = (
    *ANNOTATION_RULES,
    DUPLICATE_REASON,
    UNKNOWN_ERROR,
    UNRESOLVED_ERROR,
    NAME_CLASH,
    REASON_GRAMMAR,
    METADATA_KEY_GRAMMAR,
    DOMAIN_MISSING,
    NAME_UNSAFE,
    PATH_UNSAFE,
    OPTION_UNSAFE,
)


def check(context: Context) -> list[Diagnostic]:
    """All findings of all rules."""
    return [
        Diagnostic(
            found.position, rule.severity, rule.id, found.message, found.remedy, found.related
        )
        for rule in RULES
        for found in rule.check(context)
    ]
