"""`ego run`, and a command for each stage: run what changed, show findings, sum up in a table."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from ego_ci import report
from ego_ci.commands import values
from ego_ci.commands.outputs import Output, placed, write
from ego_ci.commands.outputs import option as output_option
from ego_ci.console import Console
from ego_ci.flags import Command, Globals
from ego_ci.problem import EXIT_FINDINGS, EXIT_OK, EXIT_PROBLEM, Problem, from_os_error
from ego_ci.project import Project
from ego_ci.report import Part, Report
from ego_ci.report.objects import content
from ego_ci.stages import STAGES, engine
from ego_ci.stages.engine import Row
from ego_ci.stages.stage import Context, Result, Stage
from ego_ci.work import Work

_STYLES = {
    "ok": "green",
    "findings": "red",
    "failed": "red",
    "skipped": "yellow",
    "planned": "cyan",
}
_MANY = 10
"""More findings than this are also counted by rule: where to begin is not seen in a long list."""
_HEAD = ("stage", "result", "files", "seconds")


def of_stage(stage: Stage) -> click.Command:
    """The command of one stage; what it needs runs before it."""
    known = {known.name: known for known in STAGES}
    return _command(stage.name, stage.purpose, engine.chain(stage, known))


def _command(name: str, purpose: str, stages: Sequence[Stage]) -> click.Command:
    own: dict[str, click.Option] = {}
    last = stages[-1]
    for stage in stages:
        for option in stage.options:
            if option.name == stage.alone and name != stage.name:
                continue  # in a chain it would mean nothing
            own[option.name] = click.Option(
                [f"--{option.name}"],
                is_flag=option.flag,
                help=option.help,
                metavar=option.metavar or None,
                shell_complete=values.of(option.name),
            )
    extra = [click.Option(["--force"], is_flag=True, help="Run also what did not change.")]
    if len(stages) > 1:
        text = "Go on to the next stage after findings."
        extra.append(click.Option(["--keep-going"], is_flag=True, help=text))

    def callback(
        force: bool,
        outputs: Sequence[Output],
        keep_going: bool = False,
        **given: str | bool | None,
    ) -> int:
        shared = click.get_current_context().ensure_object(Globals)
        wanted = [last] if name == last.name and given.get(last.alone) else stages
        return _run(shared, wanted, given, outputs, force=force, keep_going=keep_going)

    params = [*own.values(), output_option(), *extra]
    return Command(name, callback=callback, help=purpose, params=params)


def _run(
    shared: Globals,
    stages: Sequence[Stage],
    given: Mapping[str, str | bool | None],
    outputs: Sequence[Output],
    *,
    force: bool,
    keep_going: bool,
) -> int:
    gc.disable()  # one short run: collecting costs a third of judging and frees nothing
    project = shared.project(str(given.get("version") or ""))
    console = shared.console
    work = Work(project.output, echo=console.detail if shared.verbose else None)
    context = Context(
        project=project,
        work=work,
        console=console,
        process=shared.runner,
        inputs=shared.inputs(project),
        options=dict(given),
        dry_run=shared.dry_run,
    )
    wanted = [] if shared.dry_run else placed(outputs, Path(shared.directory))
    rows: list[Row] = []
    problem: Problem | None = None
    began = time.perf_counter()
    with nullcontext() if shared.dry_run else work.opened(console.note):
        try:
            # extend keeps the rows that came before an exception.
            rows.extend(engine.run(stages, context, keep_going=keep_going, force=force))
        except (Problem, OSError) as error:
            problem = error if isinstance(error, Problem) else from_os_error(error)
            seconds = time.perf_counter() - began - sum(row.result.seconds for row in rows)
            failed = Result("failed", reason=problem.message, seconds=seconds)
            rows.append(Row(stages[len(rows)].name, failed))
        finally:
            context.process.stop()
    told = _report(project, rows, problem)
    write(wanted, told)
    if shared.json:
        console.result(report.document(content(told)))
    else:
        _show(console, told, rows)
        if problem:
            raise problem
    return told.exit


def _report(project: Project, rows: Sequence[Row], problem: Problem | None) -> Report:
    parts = tuple(
        Part(
            name=row.stage,
            status=row.result.status,
            diagnostics=row.result.diagnostics,
            unchanged=row.result.unchanged,
            files=row.result.outputs,
            seconds=row.result.seconds,
            reason=row.result.reason,
            notes=row.result.notes,
            data=row.result.data,
        )
        for row in rows
    )
    findings = any(part.status == "findings" for part in parts)
    code = EXIT_PROBLEM if problem else EXIT_FINDINGS if findings else EXIT_OK
    return Report(project.root, parts, code, problem)


def _show(console: Console, told: Report, rows: Sequence[Row]) -> None:
    found = told.diagnostics
    if found:
        console.result(report.findings(found, root=told.root, paint=console.style))
    if console.quiet:
        return
    if found:
        console.result(f"\n{report.by_rule(found)}\n" if len(found) > _MANY else "")
    lines = report.table(_HEAD, [_cells(row) for row in rows], right=frozenset({2, 3}))
    console.result(console.style(lines[0], "bold"))
    for row, line in zip(rows, lines[1:], strict=True):
        console.result(console.style(line, _STYLES[row.result.status]))
    notes = [note for row in rows for note in row.result.notes]
    if notes:
        console.result("\n" + "\n".join(notes))


def _cells(row: Row) -> tuple[str, ...]:
    result = row.result
    counts = report.counts(result.diagnostics)
    words = counts if result.status == "findings" else result.status
    if result.status == "ok" and counts:
        words += f", {counts}"
    if result.reason and result.status != "failed":  # its reason is the last line of all
        words += f": {result.reason}"
    if result.unchanged:
        words += " (unchanged)"
    checked = result.data.get("checked")
    files = checked if isinstance(checked, int) else len(result.outputs)
    return row.stage, words, str(files or "-"), f"{result.seconds:.2f}"


run = _command("run", "Run every stage, with one summary table.", STAGES)
