"""check: format, lint, breaking changes and the rules of error codes, all on one image.

Each of the four is also a command of its own. They look at what changed since the base and at what
depends on it; at everything with --all, without a base, and on the base itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ego_ci.inputs import Inputs
from ego_ci.stages.stage import Context, Option, Result, Stage
from protoc_gen_ego.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from ego_ci.stages.checks.sight import Break, Sight

_VARIABLES = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_COMMIT_BEFORE_SHA",
    "CI_DEFAULT_BRANCH",
    "CI_COMMIT_TAG",
)
_COMPARING = frozenset({"breaking", "errors"})
"""Checks that look at the base itself, not only at what changed since."""


def _runner(names: Sequence[str]) -> Callable[[Context], Result]:
    return lambda context: run(context, names)


def run(context: Context, names: Sequence[str]) -> Result:
    """Runs checks by their names, the external ones side by side."""
    against = context.option("against") or context.project.breaking.against
    if context.dry_run:
        return Result("planned", reason=f"{', '.join(names)}, against {against}")
    from ego_ci.stages import base as bases
    from ego_ci.stages import view

    base = bases.of(context)
    scope = view.scope(context, base)
    if context.flag("fix"):
        from ego_ci.stages.checks import formatting

        formatting.ask(context, scope, fix=True)
        context = replace(context, inputs=Inputs(context.project, context.work))
    if not scope.whole and not scope.image and not scope.base:
        note = f"checked nothing: no proto file changed since {base.name} (--all checks all)"
        data = {"checked": 0, "of": scope.total, "breaking": []}
        return Result("ok", notes=(note,), data=data)
    with context.console.progress("checking"):
        sight, found, notes = view.prepared(
            context, base, scope, compare=bool(_COMPARING.intersection(names))
        )
        return _judged(sight, names, found, notes)


def _judged(
    sight: Sight, names: Sequence[str], found: list[Diagnostic], notes: list[str]
) -> Result:
    from concurrent.futures import ThreadPoolExecutor

    from ego_ci.report.model import unique
    from ego_ci.stages.checks import CHECKS

    context = sight.context
    with ThreadPoolExecutor(len(names)) as pool:
        try:
            waiting = [pool.submit(CHECKS[name], sight) for name in names if name != "errors"]
            outcomes = [CHECKS["errors"](sight)] if "errors" in names else []
            outcomes += [future.result() for future in waiting]
        except BaseException:
            context.process.stop()
            raise
    breaks = [item for outcome in outcomes for item in outcome.breaks]
    found += [item for outcome in outcomes for item in outcome.diagnostics]
    if _COMPARING.intersection(names):
        found += _approved(sight, breaks, all_of_them=_COMPARING.issubset(names))
    ordered = tuple(unique(_counted(context, item) for item in found))
    failing = any(item.severity is Severity.ERROR for item in ordered)
    scope = sight.scope
    checked = len(sight.image.targets) if scope.whole else len(scope.judged)
    return Result(
        "findings" if failing else "ok",
        diagnostics=ordered,
        notes=tuple(notes),
        data={
            "checked": checked,
            "of": scope.total or checked,
            "breaking": sorted({item.diagnostic.rule for item in breaks}),
        },
    )


def _approved(sight: Sight, breaks: list[Break], *, all_of_them: bool) -> list[Diagnostic]:
    """The breaks after ego.yaml and the commits since the base had their say."""
    from datetime import datetime, timezone

    from ego_ci.stages import approvals, upstream
    from ego_ci.tools.git import Git

    context, base = sight.context, sight.base
    given: list[approvals.Approval] = approvals.of_project(context.project)
    wrong: list[Diagnostic] = []
    git = Git(context.process, context.project.root)
    # Where the commits since the base are not all here, those that are may be from before it.
    if base.commit and upstream.joined(git, base.commit):
        more, wrong = approvals.of_commits(git.approvals(base.commit, approvals.TRAILER))
        given += more
    today = datetime.now(timezone.utc).date()
    compared = all_of_them and sight.against is not None
    return wrong + approvals.apply(breaks, given, today=today, stale=base.name if compared else "")


def inputs(context: Context) -> Mapping[str, str]:
    """The sources; what git compares them with; the tools."""
    return {
        "sources": context.inputs.sources,
        "refs": context.inputs.refs,
        "environment": context.inputs.environment(*_VARIABLES),
        "buf": context.inputs.program(context.process.search("buf")),
        "git": context.inputs.program(context.process.search("git")),
        "today": _today() if context.project.breaking.approvals else "",
        "templates": context.inputs.tree(context.project.root / context.project.errors.templates)
        if context.project.errors.templates
        else "",
    }


def _today() -> str:
    """The day in UTC: an approval can expire overnight."""
    import time

    return time.strftime("%Y-%m-%d", time.gmtime())


def _counted(context: Context, item: Diagnostic) -> Diagnostic:
    """Under `errors.strict` a warning weighs as much as an error."""
    strict = context.project.errors.strict and item.severity is Severity.WARNING
    return item._replace(severity=Severity.ERROR) if strict else item


_AGAINST = Option("against", "Compare with this: merge-base, release, none or a git ref.", "REF")
_ALL = Option("all", "Look at every file, not only at what changed since the base.", flag=True)
_FIX = Option("fix", "Format the files first instead of reporting them.", flag=True)

STAGE = Stage(
    name="check",
    purpose="Check the protos: format, lint, breaking changes, error codes.",
    run=_runner(("format", "lint", "breaking", "errors")),
    inputs=inputs,
    options=(_AGAINST, _ALL, _FIX),
)

PARTS: tuple[Stage, ...] = tuple(
    Stage(name, purpose, _runner((name,)), inputs, options)
    for name, purpose, options in (
        ("format", "Check only the format of the protos, or correct it.", (_AGAINST, _ALL, _FIX)),
        ("lint", "Check the protos only by buf's lint rules.", (_AGAINST, _ALL)),
        ("breaking", "Look only for changes that break callers.", (_AGAINST, _ALL)),
        ("errors", "Check only the error codes, and how they changed.", (_AGAINST, _ALL)),
    )
)
"""The single checks of `ego check`, each a command; `ego run` runs them as one stage."""
