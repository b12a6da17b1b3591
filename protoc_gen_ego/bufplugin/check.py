"""`buf.plugin.check.v1.CheckRequest` -> `CheckResponse`, both as bytes."""

from __future__ import annotations

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

from protoc_gen_ego import catalog, schema
from protoc_gen_ego.bufplugin.location import Places, location
from protoc_gen_ego.bufplugin.options import Options, Unusable, parse
from protoc_gen_ego.bufplugin.rules import ALWAYS, OFFERED
from protoc_gen_ego.bufplugin.wire import field, fields, message
from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks import Category, Context, Rule, Side
from protoc_gen_ego.checks.verdict import reach
from protoc_gen_ego.diagnostics import one_line
from protoc_gen_ego.schema import Schema

_FILES, _AGAINST, _OPTIONS, _RULES = 1, 2, 3, 4  # of CheckRequest

__all__ = ["Unusable", "check"]


def check(request: bytes) -> bytes:
    """The findings in one module, sorted: by file, element, rule.

    Raises:
        Malformed: the request is no CheckRequest.
        Unusable: an option or a rule that does not exist.
    """
    parts: dict[int, list[bytes]] = {_FILES: [], _AGAINST: [], _OPTIONS: [], _RULES: []}
    for number, value in fields(request):
        if number in parts and isinstance(value, bytes):
            parts[number].append(value)
    options = parse(parts[_OPTIONS])
    wanted = _wanted({name.decode() for name in parts[_RULES]}, bool(parts[_AGAINST]))
    now = _side(parts[_FILES], options)
    before = _side(parts[_AGAINST], options) if parts[_AGAINST] else None
    places = Places(now.schema)
    found = {_annotation(problem, places) for problem in _problems(now, before, wanted, options)}
    return b"".join(message(1, content) for *_, content in sorted(found))


def _wanted(names: set[str], breaking: bool) -> tuple[Rule, ...]:
    """The rules that buf asks for; all of the kind when it names none."""
    unknown = sorted(names - {rule.id for rule in OFFERED})
    if unknown:
        raise Unusable(f"{unknown[0]!r} is not a rule of buf-plugin-ego")
    return tuple(
        rule
        for rule in OFFERED
        if (rule.id in names if names else breaking == (rule.category is Category.EGO_BREAKING))
    )


def _side(files: list[bytes], options: Options) -> Side:
    """The schema and the catalog of `buf.plugin.descriptor.v1.FileDescriptor`s."""
    request = CodeGeneratorRequest()
    for file in files:
        descriptor = request.proto_file.add()
        imported = False
        for number, value in fields(file):
            if number == 1 and isinstance(value, bytes):
                descriptor.MergeFromString(value)
            elif number == 2:
                imported = bool(value)
        if not imported:
            request.file_to_generate.append(descriptor.name)
    model = schema.load(request) if request.file_to_generate else Schema(())
    identity = options.settings.identity
    return Side(model, catalog.build(model, identity="aip" if identity == "aip" else "ego"))


def _problems(
    now: Side, before: Side | None, wanted: tuple[Rule, ...], options: Options
) -> list[Problem]:
    settings = options.settings
    rules = {
        rule.id: rule
        for rule in wanted
        if (severity := settings.severity(rule)) and options.reports(severity)
    }
    context = Context(now.schema, now.catalog, settings.identity)
    found = [
        problem
        for rule in ALWAYS
        if rule.id in rules
        for problem in rule.check(context)
        if now.schema.by_name[problem.position.path].generate
    ]
    chosen = tuple(rule for rule in rules.values() if rule.category is not Category.GENERATE)
    verdict = reach(
        now.schema, now.catalog, against=before, settings=settings, whole=False, rules=chosen
    )
    return [*found, *(problem for _, problem in verdict.findings)]


def _annotation(problem: Problem, places: Places) -> tuple[str, tuple[int, ...], str, bytes]:
    """(file, path, rule, `Annotation`) of a problem: first what it is sorted by."""
    node, before = problem.node, problem.before
    if node is None and before is None:
        node = places.nearest(problem.position)
    related = problem.related
    if before is not None:  # buf shows where it was only if something is left to point at
        related = () if node else ((problem.position, "in the base"),)
    others = "".join(f" ({note} at {place})" for place, note in related)
    remedy = f"; {problem.remedy}" if problem.remedy else ""
    shown = node or before
    return (
        shown.file.name if shown else "",
        shown.path if shown else (),
        problem.rule,
        field(1, problem.rule)
        + field(2, one_line(problem.message + others + remedy))
        + (message(3, location(node)) if node else b"")
        + (message(4, location(before)) if before else b""),
    )
