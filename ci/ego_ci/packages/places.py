"""Places: where ego.yaml says what a finding about a name is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ego_ci.project import Project
from protoc_gen_ego.diagnostics import Diagnostic


def placed(
    found: Iterable[Diagnostic], project: Project, language: str, *settings: str
) -> Iterator[Diagnostic]:
    """The findings, those without a place at the first of the settings that is given, or where it would be.

    Args:
        found: findings of a language.
        project: whose ego.yaml it is.
        language: the language, as ego.yaml says it.
        settings: names such as "go.module"; the first is the one that mends it.
    """
    for item in found:
        place = item.position or project.nearest(language, *settings)
        yield item._replace(position=place)
