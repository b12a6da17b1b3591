"""`ego changelog`: what changed, in words that a caller understands, as Markdown."""

from __future__ import annotations

import click

from ego_ci import report
from ego_ci.commands import history
from ego_ci.commands.version import change_as_json
from ego_ci.flags import Command, Globals
from ego_ci.problem import EXIT_OK, Problem
from ego_ci.report.markdown import code
from ego_ci.stages import base as bases
from ego_ci.stages.base import Base
from ego_ci.stages.stage import Context, Findings
from ego_ci.tools.git import Git
from ego_ci.versions.change import Change
from ego_ci.versions.changelog import markdown


@click.command(
    cls=Command, help="Tell what changed since the last release, or between two refs, as Markdown."
)
@click.option(
    "--from",
    "start",
    metavar="REF",
    default="release",
    help="Since this: release (the last one; the default), merge-base or a git ref.",
)
@click.option("--to", "end", metavar="REF", help="Up to this git ref instead of the files here.")
def changelog(start: str, end: str | None) -> int:
    """The page goes to stdout; with --json the changes as objects."""
    shared = click.get_current_context().ensure_object(Globals)
    console = shared.console
    if shared.dry_run:
        console.note(f"would compare {end or 'the files here'} with {start}")
        return EXIT_OK
    with history.opened(shared) as context:
        try:
            changes, title = _changes(context, start, end)
        except Findings as findings:
            return history.told(findings, shared)
    if shared.json:
        content = {"changes": [change_as_json(item) for item in changes], "exit": EXIT_OK}
        console.result(report.document(content))
    else:
        console.result(markdown(changes, title=title).rstrip("\n"))
    return EXIT_OK


def _changes(context: Context, start: str, end: str | None) -> tuple[tuple[Change, ...], str]:
    project = context.project
    git = Git(context.process, project.root)
    prefix, target = project.settings.tag_prefix, project.breaking.target
    base = bases.find(git, against=start, target=target, prefix=prefix)
    if not base.commit and start != "release":
        raise Problem(
            f"nothing to compare with: {base.reason}", remedy="name a git ref: --from REF"
        )
    to: Base | None = bases.find(git, against=end, target=target) if end else None
    if to and not to.commit:
        raise Problem(f"nothing to compare: {to.reason}", remedy="name a git ref: --to REF")
    since = f"Changes since {code(base.name)}" if base.commit else "Everything is new"
    title = f"Changes from {code(base.name)} to {code(to.name)}" if to and base.commit else since
    return history.compare(context, base, to=to), title
