"""format: whether the files are as `buf format` writes them."""

from __future__ import annotations

from collections.abc import Sequence

from ego_ci.stages.checks.sight import Outcome, Sight
from ego_ci.stages.image import diagnostics
from ego_ci.stages.scope import Scope
from ego_ci.stages.stage import Context
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.buf import Buf, Finding
from protoc_gen_ego.diagnostics import Severity

REMEDY = "`ego format --fix` formats it"
_AT_ONCE = 500
"""Files that are named on one command line; a system allows some hundred thousand bytes."""


def run(sight: Sight) -> Outcome:
    """One finding a file. The files compile: buf would print nonsense for one that does not."""
    found = diagnostics(ask(sight.context, sight.scope, fix=False), severity=Severity.ERROR)
    return Outcome(tuple(item._replace(remedy=REMEDY) for item in found))


def ask(context: Context, scope: Scope, *, fix: bool) -> list[Finding]:
    """The files that are not formatted; `fix` formats them. How a file looks depends on no other file."""
    root = context.project.root
    buf = Buf(context.process, root)
    workspace = Workspace.of(context.process, root)
    exclude = workspace.limits((*context.project.exclude, *context.inputs.installed))
    if scope.whole:
        limits = workspace.limits(context.project.paths)
        return list(buf.format(fix=fix, paths=limits, exclude=exclude))
    changed: Sequence[str] = [path for path in scope.changed if path in scope.judged]
    return [
        item
        for start in range(0, len(changed), _AT_ONCE)
        for item in buf.format(fix=fix, paths=changed[start : start + _AT_ONCE], exclude=exclude)
    ]
