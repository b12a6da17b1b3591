"""What `ego version` and `ego changelog` look at: two states of the protos, and all that changed between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import yaml

from ego_ci import report
from ego_ci.flags import Globals
from ego_ci.problem import EXIT_FINDINGS, Problem
from ego_ci.project import FILE, Project
from ego_ci.stages import image as images
from ego_ci.stages import past, scope
from ego_ci.stages.base import Base
from ego_ci.stages.checks import breaking
from ego_ci.stages.checks.sight import Sight
from ego_ci.stages.excused import excused
from ego_ci.stages.image import Image
from ego_ci.stages.stage import Context, Findings
from ego_ci.stages.workspace import Workspace, within
from ego_ci.versions.breaks import Broken, explain
from ego_ci.versions.change import Change
from ego_ci.versions.difference import difference
from ego_ci.work import Work
from protoc_gen_ego import catalog, checks, schema
from protoc_gen_ego.checks.breaking import BREAKING_RULES
from protoc_gen_ego.checks.verdict import reach
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


@contextmanager
def opened(shared: Globals) -> Iterator[Context]:
    """The context of a command that looks at history, with the output folder held."""
    project = shared.project()
    console, runner = shared.console, shared.runner
    work = Work(project.output, echo=console.detail if shared.verbose else None)
    with work.opened(console.note):
        try:
            yield Context(project, work, console, runner, shared.inputs(project))
        finally:
            runner.stop()


def edited(context: Context, base: Base) -> tuple[str, ...]:
    """The files that are not as in the base: protos of the project, and configuration. No image is built."""
    now, before = context.project.root, past.checkout(context, base)
    there = (path.relative_to(before) for path in before.rglob("*") if path.is_file())
    names = {*context.inputs.files, *(path.as_posix() for path in there)}
    modules = {m for folder in (now, before) for m in Workspace.of(context.process, folder).modules}
    return tuple(
        name
        for name in sorted(names)
        if _counts(context.project, name, modules)
        and _content(now / name) != _content(before / name)
    )


def compare(context: Context, base: Base, *, to: Base | None = None) -> tuple[Change, ...]:
    """Every change since the base, those that break callers raised to it; against `to`, or the tree.

    A base without a commit has nothing in it, so that everything is new.
    """
    with context.console.progress("comparing"):
        if to is None:
            image: Image | None = images.ensure(context)
        else:
            # A folder of its own: only one other state of the protos is kept in the usual one.
            beside = Work(context.work.root / "other", echo=context.work.echo)
            image = _past(replace(context, work=beside), to)
        against = _past(context, base) if base.commit else None
        before, now = _side(context, against), _side(context, image)
        sides = [found.workspace for found in (image, against) if found]
        changes = [
            change._replace(position=_shown(change, sides)) for change in difference(before, now)
        ]
        if not image or not against:
            return tuple(changes)
        everything = scope.EVERYTHING
        sight = Sight(context, everything, image, base, against, everything.judges)
        return explain(changes, _broken(sight, before, now))


def _past(context: Context, base: Base) -> Image | None:
    built = past.build(context, base, past.checkout(context, base))
    if isinstance(built, Diagnostic):
        raise Problem(built.message, remedy="compare with a commit whose protos compile")
    return built


def _side(context: Context, image: Image | None) -> checks.Side:
    model = schema.load(image.request("")) if image else schema.Schema(())
    return checks.Side(model, catalog.build(model, identity=context.project.errors.identity))


def _shown(change: Change, sides: list[Workspace]) -> Position | None:
    """The place as the repository names it, or as the base did for what is gone."""
    position = change.position
    for workspace in reversed(sides) if change.gone else sides:
        if position is not None and workspace.module_of(position.path) is not None:
            return position._replace(path=workspace.shown(position.path))
    return position


def _broken(sight: Sight, before: checks.Side, now: checks.Side) -> Iterator[Broken]:
    """What the breaking rules find: buf's, and ours for error codes. Approved and ignored ones are breaks too."""
    for found in breaking.run(sight).breaks:
        item = found.diagnostic
        yield Broken(item.rule, item.message, item.position, found.names)
    verdict = reach(
        now.schema,
        now.catalog,
        against=before,
        settings=_settings(sight.context.project),
        rules=BREAKING_RULES,
    )
    earlier = sight.against.workspace if sight.against else None
    ours = [
        *(
            (item, frozenset(node.full_name for node in (found.node, found.before) if node))
            for item, found in verdict.findings
            if not excused(found, sight.image.workspace, earlier)
        ),
        *((item, frozenset[str]()) for item, _ in verdict.ignored),
    ]
    for item, names in ours:
        if item.severity is Severity.ERROR:
            yield Broken(item.rule, item.message, sight.shown(item).position, names)


def _settings(project: Project) -> checks.Settings:
    """What the project says about the rules: one that is off, or a warning, is no break here either."""
    said: dict[str, Severity | Literal["off"]] = {
        rule: "off" if weight == "off" else Severity(weight)
        for rule, weight in project.rules.items()
    }
    return checks.Settings(severities=said, identity=project.errors.identity)


def told(findings: Findings, shared: Globals) -> int:
    """Shows what kept the protos from being compared, such as errors of compilation; the exit code."""
    console = shared.console
    found = findings.diagnostics
    if shared.json:
        items = [report.as_json(item) for item in found]
        console.result(report.document({"diagnostics": items, "exit": EXIT_FINDINGS}))
    else:
        root = shared.project().root
        console.error(report.findings(found, root=root, paint=console.style))
    return EXIT_FINDINGS


def _counts(project: Project, name: str, modules: Collection[str]) -> bool:
    """Whether a file is a proto that the project is about, or configuration."""
    if not name.endswith(".proto"):
        return True
    return (
        any(within(name, module) for module in modules)
        and (not project.paths or any(within(name, limit) for limit in project.paths))
        and not any(within(name, limit) for limit in project.exclude)
    )


def _content(path: Path) -> object:
    """What a file says; `version` in ego.yaml does not count, since it is how a release is prepared."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if path.name != FILE:
        return data
    try:
        found = yaml.safe_load(data)
    except yaml.YAMLError:
        return data
    if not isinstance(found, dict):
        return data
    return {key: value for key, value in found.items() if key != "version"}
