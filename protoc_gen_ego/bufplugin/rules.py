"""The rules that make sense under buf, and how buf knows them."""

from __future__ import annotations

from protoc_gen_ego.checks import RULES, Category, Rule
from protoc_gen_ego.checks.verdict import EGO_RULES

# What only a run of the generator can tell: about languages, output paths, and what was asked for.
_GENERATORS_OWN = {
    "SOURCE_INFO_MISSING",
    "ERRORS_UNRESOLVED",
    "NAME_CLASH",
    "NAME_UNSAFE",
    "PATH_UNSAFE",
    "OPTION_UNSAFE",
}
ALWAYS: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.id not in _GENERATORS_OWN)
OFFERED: tuple[Rule, ...] = (*ALWAYS, *EGO_RULES)
CATEGORIES = (
    ("EGO", "Error codes are declared correctly, documented, and named by the methods."),
    ("EGO_BREAKING", "Error codes that were released keep their meaning."),
)


def category(rule: Rule) -> str:
    """The rule's category under buf, which does not know of generating."""
    return str((Category.EGO if rule.category is Category.GENERATE else rule.category).value)
