"""The findings of the rules that a project may choose, and what it ignores of them."""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.catalog import Catalog, Problem
from protoc_gen_ego.checks.always import RULES
from protoc_gen_ego.checks.breaking import BREAKING_RULES
from protoc_gen_ego.checks.breaking.comparison import Comparison
from protoc_gen_ego.checks.ignores import DOCS, Ignore, Ignores, Index, find
from protoc_gen_ego.checks.lint import IGNORE_RULES, LINT_RULES
from protoc_gen_ego.checks.lint.i18n_incomplete import I18N_INCOMPLETE
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.settings import DEFAULTS, Settings
from protoc_gen_ego.checks.side import Side
from protoc_gen_ego.diagnostics import Diagnostic, Severity, in_order
from protoc_gen_ego.schema import Schema

EGO_RULES: tuple[Rule, ...] = (*LINT_RULES, *IGNORE_RULES, *BREAKING_RULES)
_KNOWN = frozenset(rule.id for rule in EGO_RULES) | DOCS
_ALWAYS = frozenset(rule.id for rule in RULES)


class Verdict(NamedTuple):
    """What was found, and what was ignored; `Problem.subject` has the full name that an approval may give."""

    findings: tuple[tuple[Diagnostic, Problem], ...]  # sorted; the problem knows its elements
    ignored: tuple[tuple[Diagnostic, Ignore], ...]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The findings alone, each once."""
        return in_order(diagnostic for diagnostic, _ in self.findings)


def reach(
    schema: Schema,
    catalog: Catalog,
    *,
    against: Side | None = None,
    settings: Settings = DEFAULTS,
    whole: bool = True,
    rules: tuple[Rule, ...] = EGO_RULES,
) -> Verdict:
    """Judges a schema by the rules; those about changes need a base. No I/O, no state."""
    chosen = [rule for rule in rules if settings.severity(rule) and _can(rule, against, settings)]
    comparison = Comparison(against, Side(schema, catalog), settings.identity) if against else None
    context = Context(
        schema,
        catalog,
        settings.identity,
        whole=whole,
        has_codes=bool(catalog.codes) if settings.has_codes is None else settings.has_codes,
        locales=settings.locales,
        comparison=comparison,
    )
    lines = find(schema)
    index = Index(lines)
    found: list[tuple[Rule, Problem]] = []
    ignored: list[tuple[Diagnostic, Ignore]] = []
    for rule in chosen:
        if rule in IGNORE_RULES:
            continue
        for problem in rule.check(context):
            line = index.covering(problem)
            if line is None:
                found.append((rule, problem))
            else:
                ignored.append((_diagnostic(rule, problem, settings), line))
    judged = frozenset(rule.id for rule in chosen if whole or not rule.whole)
    used = frozenset(line for _, line in ignored)
    context = context._replace(ignores=Ignores(lines, used, judged, _KNOWN, _ALWAYS))
    found += [(rule, p) for rule in chosen if rule in IGNORE_RULES for p in rule.check(context)]
    findings = [(_diagnostic(rule, problem, settings), problem) for rule, problem in found]
    findings.sort(key=lambda finding: finding[0].sort_key)
    return Verdict(tuple(findings), tuple(ignored))


def _can(rule: Rule, against: Side | None, settings: Settings) -> bool:
    """Whether there is what the rule asks for: a base, locales."""
    if rule.category is Category.EGO_BREAKING:
        return against is not None
    return rule is not I18N_INCOMPLETE or bool(settings.locales)


def _diagnostic(rule: Rule, found: Problem, settings: Settings) -> Diagnostic:
    severity = settings.severity(rule) or Severity.INFO
    return Diagnostic(found.position, severity, rule.id, found.message, found.remedy, found.related)
