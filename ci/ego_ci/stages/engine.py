"""The engine runs stages: in order, only what changed, each with its time."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ego_ci.stages import record
from ego_ci.stages.stage import Context, Findings, Result, Stage
from protoc_gen_ego.diagnostics import in_order


@dataclass(frozen=True)
class Row:
    """One line of the summary: a stage and its result."""

    stage: str
    result: Result


def run(
    stages: Sequence[Stage], context: Context, *, keep_going: bool = False, force: bool = False
) -> Iterator[Row]:
    """Runs stages one after the other; after findings the rest is skipped, unless `keep_going`.

    A Problem ends everything and passes on. With `force` nothing is taken from the record.
    """
    stopped = ""
    for stage in stages:
        if stopped:
            yield Row(stage.name, Result("skipped", reason=f"{stopped} has findings"))
            continue
        began = time.perf_counter()
        result = context.memory[stage.name] = _run(stage, context, force=force)
        yield Row(stage.name, dataclasses.replace(result, seconds=time.perf_counter() - began))
        if result.status == "findings" and not keep_going:
            stopped = stage.name


def chain(stage: Stage, known: Mapping[str, Stage]) -> list[Stage]:
    """A stage after everything that it needs, each once."""
    found: dict[str, Stage] = {}
    for name in stage.needs:
        found.update({needed.name: needed for needed in chain(known[name], known)})
    return [*found.values(), stage]


def _run(stage: Stage, context: Context, *, force: bool) -> Result:
    inputs = {
        **stage.inputs(context),
        "code": context.inputs.code,
        "options": repr(
            [(option.name, context.options.get(option.name)) for option in stage.options]
        ),
    }
    document = {} if force else record.read(context.work, stage.name)
    kept = record.result(context.work, document, inputs=inputs)
    if kept:
        return kept
    if context.dry_run:
        return stage.run(context)
    prints = context.memory["prints"] = record.prints(context.work, document)
    record.forget(context.work, stage.name)
    try:
        result = stage.run(context)
    except Findings as findings:
        result = Result("findings", diagnostics=tuple(in_order(findings.diagnostics)))
    if not result.repeat:
        record.save(context.work, stage.name, inputs=inputs, result=result, prints=prints)
    return result
