"""I18N_INCOMPLETE: an error that some of the project's readers cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.catalog.annotations import canonical
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import codes
from protoc_gen_ego.diagnostics import Severity


def _check(context: Context) -> Iterator[Problem]:
    wanted = [canonical(locale) for locale in context.locales]
    for code in codes(context):
        known = {locale for locale, _ in code.i18n}
        missing = [locale for locale in wanted if not known.intersection(_looked_up(locale))]
        if missing:
            text = f"{code.full_name} has no text for {', '.join(missing)}"
            remedy = f'add @i18n.{missing[0]}="…"'
            yield Problem(I18N_INCOMPLETE.id, code.position, text, remedy, node=code.value)


def _looked_up(locale: str) -> Iterator[str]:
    """The locales whose text a reader gets, as the runtimes walk them: zh-Hant-TW, zh-Hant, zh."""
    while locale:
        yield locale
        locale = locale.rpartition("-")[0]


I18N_INCOMPLETE = Rule(
    "I18N_INCOMPLETE",
    "Every error code has a text in each of the project's locales.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
