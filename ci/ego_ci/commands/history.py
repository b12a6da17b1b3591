"""What `ego version` and `ego changelog` look at: two states of the protos, and all that changed between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import yaml

from ego_ci import report
from ego_ci.flags import Globals
from ego_ci.problem import EXIT_FINDINGS, Problem
from ego_ci.project import Project
from ego_ci.stages import image as images
from ego_ci.stages import past, scope
from ego_ci.stages.base import Base
from ego_ci.stages.checks import breaking
from ego_ci.stages.checks.sight import Sight
from ego_ci.stages.image import Image
from ego_ci.stages.stage import Context, Findings
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.git import Git
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
    project, now, before = context.project, context.project.root, past.checkout(context, base)
    limits = (project.paths, project.exclude)
    one, other = (
        scope.Side(folder, files, Workspace.of(context.process, folder).modules, limits)
        for folder, files in ((now, context.inputs.files), (before, context.inputs.below(before)))
    )
    protos = one.protos | other.protos
    return tuple(
        path
        for path in sorted(one.files.keys() | other.files.keys())
        if one.files.get(path) != other.files.get(path)
        and (path in protos or not path.endswith(".proto"))
        and not _only_the_version(path, now, before)
    )


def compare(context: Context, base: Base, *, to: Base | None = None) -> tuple[Change, ...]:
    """Every change since the base, those that break callers raised to it; against `to`, or the tree.

    A base without a commit has nothing in it, so that everything is new.
    """
    with ExitStack() as stack, context.console.progress("comparing"):
        if to is None:
            image: Image | None = images.ensure(context)
        else:
            folder = stack.enter_context(context.work.fresh("to")) / "tree"
            folder.mkdir()
            Git(context.process, context.project.root).proto_files(to.commit, folder)
            image = _image(context, to, folder)
        against = _image(context, base, past.checkout(context, base)) if base.commit else None
        before, now = _side(context, against), _side(context, image)
        sides = [found.workspace for found in (image, against) if found]
        changes = [
            change._replace(position=_shown(change.position, sides))
            for change in difference(before, now)
        ]
        if not image or not against:
            return tuple(changes)
        everything = scope.EVERYTHING
        sight = Sight(context, everything, image, base, against, everything.judges)
        return explain(changes, _broken(sight, before, now))


def _image(context: Context, base: Base, tree: Path) -> Image | None:
    built = past.build(context, base, tree)
    if isinstance(built, Diagnostic):
        raise Problem(built.message, remedy="compare with another one")
    return built


def _side(context: Context, image: Image | None) -> checks.Side:
    model = schema.load(image.request("")) if image else schema.Schema(())
    return checks.Side(model, catalog.build(model, identity=context.project.errors.identity))


def _shown(position: Position | None, sides: list[Workspace]) -> Position | None:
    """The place as the repository names it, or as the base did for what is gone."""
    if position is None:
        return None
    for workspace in sides:
        if workspace.module_of(position.path) is not None:
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
    ours = [
        *(
            (item, frozenset(node.full_name for node in (found.node, found.before) if node))
            for item, found in verdict.findings
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


def _only_the_version(path: str, now: Path, before: Path) -> bool:
    """Whether ego.yaml differs in nothing but `version`, which is how a release is prepared."""
    if path != "ego.yaml":
        return False
    texts = []
    for folder in (now, before):
        try:
            found = yaml.safe_load((folder / path).read_bytes())
        except (OSError, yaml.YAMLError):
            return False
        texts.append({k: v for k, v in found.items() if k != "version"} if found else {})
    return texts[0] == texts[1]
