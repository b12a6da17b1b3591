"""errors: the rules of error codes and comments, over the whole repository at once."""

from __future__ import annotations

from collections.abc import Iterator

from ego_ci.stages import plugin
from ego_ci.stages.checks.sight import Break, Outcome, Sight
from ego_ci.stages.excused import excused
from ego_ci.stages.image import Image
from protoc_gen_ego import catalog, checks, schema
from protoc_gen_ego.checks.rule import Category
from protoc_gen_ego.checks.verdict import EGO_RULES, reach
from protoc_gen_ego.diagnostics import Diagnostic, Severity
from protoc_gen_ego.languages import LANGUAGES
from protoc_gen_ego.suggest import suggest

_BREAKING = frozenset(rule.id for rule in EGO_RULES if rule.category is Category.EGO_BREAKING)


def run(sight: Sight) -> Outcome:
    """What keeps error modules from being generated; what the project's rules say; what breaks callers."""
    side = _side(sight, sight.image)
    generating = [*_generating(sight, side), *_typescript(sight)]
    found = [item for item in generating if _wanted(sight, item)]
    before = _side(sight, sight.against) if sight.against else None
    verdict = reach(side.schema, side.catalog, against=before, settings=_settings(sight))
    breaks = []
    earlier = sight.against.workspace if sight.against else None
    for diagnostic, problem in verdict.findings:
        if excused(problem, sight.image.workspace, earlier):
            continue
        item = sight.shown(diagnostic, compared=diagnostic.rule in _BREAKING)
        if not _wanted(sight, item):
            continue
        if diagnostic.rule in _BREAKING:
            nodes = (problem.node, problem.before)
            names = frozenset({problem.subject, *(node.full_name for node in nodes if node)})
            breaks.append(Break(item, names))
        else:
            found.append(item)
    return Outcome((*found, *_unknown(sight)), tuple(breaks))


def _side(sight: Sight, image: Image) -> checks.Side:
    model = schema.load(image.request(""), lines=lambda name: _lines(image, name))
    identity = sight.context.project.errors.identity
    return checks.Side(model, catalog.build(model, identity=identity))


def _lines(image: Image, name: str) -> list[str]:
    """The text of a file, for the places of its comments; nothing if only its descriptor is there."""
    workspace = image.workspace
    try:
        data = (workspace.folder / workspace.shown(name)).read_bytes()
    except OSError:
        return []
    return data.decode("utf-8", "replace").split("\n")


def _settings(sight: Sight) -> checks.Settings:
    project = sight.context.project
    return checks.Settings(
        severities={
            rule: "off" if said == "off" else Severity(said) for rule, said in project.rules.items()
        },
        locales=project.errors.locales,
        identity=project.errors.identity,
        has_codes=sight.scope.codes,
    )


def _generating(sight: Sight, side: checks.Side) -> Iterator[Diagnostic]:
    """The rules that always hold. Templates of one's own are tried, else nothing need be rendered."""
    project = sight.context.project
    if project.errors.templates:
        yield from plugin.findings(sight.context, sight.image)
        return
    languages = [language for language in LANGUAGES if language.name in project.languages]
    context = checks.Context(
        side.schema,
        side.catalog,
        project.errors.identity,
        languages,
        {"runtime": "vendored"},
        whole=True,
    )
    yield from map(sight.shown, plugin.meant(checks.check(context)))


def _typescript(sight: Sight) -> Iterator[Diagnostic]:
    """Names that no npm package can have, said before one is made."""
    if "typescript" not in sight.context.project.languages:
        return
    from ego_ci.packages.node.words import word_findings

    targets = frozenset(sight.image.targets)
    files = [file for file in sight.image.set.file if file.name in targets]
    yield from map(sight.shown, word_findings(files, sight.context.project.node.flavour))


def _wanted(sight: Sight, item: Diagnostic) -> bool:
    """Findings in files that are only there to be looked up are not this run's."""
    places = [item.position, *(place for place, _ in item.related)]
    return item.position is None or any(sight.judged(place.path) for place in places if place)


def _unknown(sight: Sight) -> Iterator[Diagnostic]:
    """Rules that ego.yaml speaks of and that are not there to be chosen."""
    known = {rule.id for rule in EGO_RULES}
    always = {rule.id for rule in checks.RULES}
    project = sight.context.project
    for rule in project.rules:
        if rule in known:
            continue
        place = project.place("rules", rule)
        if rule in always:
            message, remedy = f"the rule {rule} always holds", "remove the line"
        else:
            message = f"there is no rule {rule} of ours"
            remedy = suggest(rule, known)
        yield Diagnostic(place, Severity.ERROR, "CONFIG", message, remedy)
