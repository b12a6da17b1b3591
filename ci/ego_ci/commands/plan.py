"""`ego plan`: a child pipeline that builds only the packages that changed and those that need them."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ego_ci import report
from ego_ci.commands import values
from ego_ci.flags import Command, Globals
from ego_ci.plan import changes, pipeline
from ego_ci.plan.component import parsed
from ego_ci.plan.jobs import Group, group
from ego_ci.problem import EXIT_OK, Problem, from_os_error
from ego_ci.stages import base as bases
from ego_ci.stages.stage import Context
from ego_ci.versions.semver import parse
from ego_ci.work import Work

_OTHERS = 3
"""Jobs that build nothing: preview, publish, and the one that tells what was planned."""


@click.command(
    cls=Command,
    help="Write a GitLab child pipeline that builds the packages that changed, and those that need them.",
)
@click.option(
    "--to", "target", metavar="FILE", help="Where to write it; on the screen without this."
)
@click.option("--against", metavar="REF", help="Compare with this, as `ego check` does.")
@click.option("--all", "everything", is_flag=True, help="Plan every package, changed or not.")
@click.option(
    "--max-jobs",
    type=click.IntRange(10, 5000),
    default=200,
    show_default=True,
    help="How many jobs there may be; packages share one where there would be more.",
)
@click.option(
    "--languages",
    metavar="NAMES",
    help="Only these of ego.yaml's languages, with commas.",
    shell_complete=values.of("language"),
)
@click.option("--version", "version", metavar="VERSION", help="The version of the packages.")
@click.option(
    "--input", "inputs", multiple=True, metavar="NAME=VALUE", help="An input of the component."
)
def plan(
    target: str | None,
    against: str | None,
    everything: bool,
    max_jobs: int,
    languages: str | None,
    version: str | None,
    inputs: tuple[str, ...],
) -> int:
    """Reads the text of the proto files and compiles none of them."""
    shared = click.get_current_context().ensure_object(Globals)
    console = shared.console
    project = shared.project()
    context = Context(
        project=project,
        work=Work(project.output),
        console=console,
        process=shared.runner,
        inputs=shared.inputs(project),
        options={"against": against},
    )
    chosen = _languages(languages, project.settings.languages)
    given = parsed(inputs)
    packages = changes.graph(context)
    wanted, why = (
        (set(packages.requires), "--all")
        if everything
        else changes.changed(context, bases.of(context), packages)
    )
    most = (max_jobs - _OTHERS) // len(chosen)
    if most < 1:
        raise Problem(f"{max_jobs} jobs are too few for {len(chosen)} languages")
    groups = group(wanted, packages.requires, packages.weights, most=most)
    named = str(parse(version or project.version))
    text = pipeline.write(groups, chosen, version=named, inputs=given)
    said = f"{len(wanted)} of {len(packages.requires)} packages" + (f" ({why})" if why else "")
    console.note(f"{said}: {len(groups) * len(chosen)} jobs")
    if target and not shared.dry_run:
        _write(Path(shared.directory) / target, text)
    if shared.json:
        console.result(report.document({**_facts(groups, chosen, why), "exit": EXIT_OK}))
    elif not target:
        console.result(text)
    return EXIT_OK


def _languages(wanted: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ego.yaml, or some of them; a list as GitLab writes one into a text is understood too."""
    if not wanted:
        return known
    chosen = tuple(dict.fromkeys(re.findall(r"\w+", wanted)))
    unknown = [name for name in chosen if name not in known]
    if unknown or not chosen:
        raise Problem(
            f"{', '.join(unknown) or wanted} is not among the languages of ego.yaml",
            remedy=f"`languages:` there is [{', '.join(known)}]",
        )
    return chosen


def _facts(groups: tuple[Group, ...], languages: tuple[str, ...], why: str) -> dict[str, object]:
    return {
        "languages": list(languages),
        "everything_because": why or None,
        "jobs": [
            {
                "packages": list(item.packages),
                "along": list(item.along),
                "level": item.level,
                "needs": list(item.needs),
                "weight": item.weight,
            }
            for item in groups
        ],
    }


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise from_os_error(error) from error
