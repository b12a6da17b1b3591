"""`ego version`: the next version, proved by the checks, with its reasons."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ego_ci import report
from ego_ci.commands import history
from ego_ci.commands.dotenv import tagged, write
from ego_ci.console import Console
from ego_ci.flags import Command, Globals
from ego_ci.problem import EXIT_FINDINGS, EXIT_OK
from ego_ci.stages import base as bases
from ego_ci.stages.stage import Context, Findings
from ego_ci.tools.git import Git
from ego_ci.versions.change import Change
from ego_ci.versions.mapping import FORMATS, module_suffix, spellings
from ego_ci.versions.proposal import Proposal, first, following, label_of, pre_release
from ego_ci.versions.semver import Level, Version, parse
from protoc_gen_ego.diagnostics import one_line

_STYLES = {Level.MAJOR: "red", Level.MINOR: "green", Level.PATCH: "dim", Level.NONE: "dim"}


@click.command(cls=Command, help="Tell the version that follows from what changed, and why.")
@click.option("--pre", metavar="LABEL", help="A pre-release of it, such as rc.1.")
@click.option(
    "--as",
    "spelling",
    type=click.Choice([*FORMATS]),
    help="Only the version, in the spelling of one package format.",
)
@click.option(
    "--check", "given", metavar="VERSION", help="Exit with 1 if this version promises too little."
)
@click.option(
    "--dotenv",
    "report_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also write it as variables (EGO_VERSION …), for a dotenv report of GitLab.",
)
def version(
    pre: str | None, spelling: str | None, given: str | None, report_file: Path | None
) -> int:
    """The version goes to stdout, the reasons to stderr, so that `$(ego version)` can be used."""
    shared = click.get_current_context().ensure_object(Globals)
    console = shared.console
    prefix = shared.project().settings.tag_prefix
    asked = parse(given.removeprefix(prefix)) if given else None
    if report_file and not asked:  # the pipeline of a tag releases what the tag says
        asked = tagged(os.environ, prefix)
    if shared.dry_run:
        console.note("would compare the protos with those of the last release")
        return EXIT_OK
    with history.opened(shared) as context:
        try:
            found = propose(context, pre or "")
        except Findings as findings:
            return history.told(findings, shared)
    enough = asked is None or asked[:3] >= found.core
    code = EXIT_OK if enough else EXIT_FINDINGS
    if report_file and enough:
        path = Path(shared.directory) / report_file
        write(path, asked or found.version, found, prefix)
    if shared.json:
        console.result(report.document({**as_json(found, prefix), "exit": code}))
        return code
    _tell(console, found)
    if not enough:
        console.error(f"ego: {asked} promises too little: it has to be {found.version} or higher")
    console.result(FORMATS[spelling](found.version) if spelling else str(found.version))
    return code


def propose(context: Context, pre: str) -> Proposal:
    """The proposal for the tree as it is; Findings if it does not compile."""
    project = context.project
    prefix = project.settings.tag_prefix
    git = Git(context.process, project.root)
    base = bases.find(git, against="release", target="", prefix=prefix)
    if not base.commit:
        found = first(parse(project.version), base.reason)
    else:
        last = parse(base.name.removeprefix(prefix))
        edited = history.edited(context, base)
        changes = history.compare(context, base) if edited else ()
        found = following(last, changes, edited, since=base.name)
    label = pre or label_of(os.environ, base.head)
    return pre_release(found, label) if label else found


def as_json(found: Proposal, prefix: str) -> dict[str, object]:
    """The proposal as an object."""
    return {
        "version": str(found.version),
        "previous": str(found.previous) if found.previous else None,
        "tag": f"{prefix}{found.version}",
        "level": found.level.word,
        "note": found.note,
        "versions": spellings(found.version),
        "go_module_suffix": module_suffix(found.version),
        "reasons": [change_as_json(reason) for reason in found.reasons],
    }


def change_as_json(item: Change) -> dict[str, object]:
    """A change as an object; path, line and column are null without a position."""
    place = item.position
    return {
        "level": item.level.word,
        "kind": item.kind.value,
        "element": item.element,
        "name": item.full_name,
        "package": item.package,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "message": item.text,
        "rules": list(item.rules),
    }


def _tell(console: Console, found: Proposal) -> None:
    console.note(
        f"{found.version}: {found.note}" if found.version != found.previous else found.note
    )
    for reason in found.reasons:
        level = console.style(f"{reason.level.word:5}", _STYLES[reason.level])
        place = f"{reason.position.path}:{reason.position.line}: " if reason.position else ""
        rules = f" ({', '.join(reason.rules)})" if reason.rules else ""
        console.note(f"  {level}  {one_line(place)}{reason.text}{rules}")
    if found.version != found.previous:
        console.note(_spelled(found.version))


def _spelled(version: Version) -> str:
    suffix = module_suffix(version)
    words = [f"{name} {text}" for name, text in spellings(version).items()]
    return ", ".join(words) + (f" (module path ends with {suffix})" if suffix else "")
