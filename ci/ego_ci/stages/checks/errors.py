"""errors: the rules of error codes and comments, over the whole repository at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ego_ci.stages import plugin
from ego_ci.stages.checks.sight import Outcome, Sight
from protoc_gen_ego.diagnostics import Diagnostic

if TYPE_CHECKING:
    from protoc_gen_ego.catalog import Catalog
    from protoc_gen_ego.schema import Schema


def run(sight: Sight) -> Outcome:
    """What keeps error modules from being generated."""
    return Outcome(tuple(item for item in _generating(sight) if _wanted(sight, item)))


def _generating(sight: Sight) -> Iterator[Diagnostic]:
    """The rules that always hold. Templates of one's own are tried, else nothing need be rendered."""
    from protoc_gen_ego import checks
    from protoc_gen_ego.languages import LANGUAGES

    project = sight.context.project
    if project.errors.templates:
        yield from plugin.findings(sight.context, sight.image)
        return
    model, codes = loaded(sight)
    languages = [language for language in LANGUAGES if language.name in project.languages]
    context = checks.Context(
        model, codes, project.errors.identity, languages, {"runtime": "vendored"}, whole=True
    )
    yield from map(sight.shown, checks.check(context))


def loaded(sight: Sight) -> tuple[Schema, Catalog]:
    """The tree as schema and catalog."""
    from protoc_gen_ego import catalog, schema

    model = schema.load(sight.image.request(""))
    return model, catalog.build(model, identity=sight.context.project.errors.identity)


def _wanted(sight: Sight, item: Diagnostic) -> bool:
    """Findings in files that are only there to be looked up are not this run's."""
    places = [item.position, *(place for place, _ in item.related)]
    return item.position is None or any(sight.judged(place.path) for place in places if place)
