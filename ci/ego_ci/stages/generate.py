"""generate: messages, stubs, types and error modules, by one protoc run per language and client package."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.stages.plan import OPTIONS, is_part, plan
from ego_ci.stages.stage import Context, Findings, Result, Stage

if TYPE_CHECKING:
    from ego_ci.stages.image import Image
    from ego_ci.stages.plan import Task
    from protoc_gen_ego.diagnostics import Diagnostic


def run(context: Context) -> Result:
    """Generates what changed, each into a folder of its own that then takes the place of the last one."""
    if context.dry_run:
        return Result("planned", reason=f"write {context.work.generated}")
    from ego_ci.stages import image as images
    from ego_ci.stages.pool import each
    from ego_ci.stages.trees import sweep

    image = images.ensure(context)
    planned = plan(context, image)
    languages = ", ".join(context.project.languages)
    if not is_part(context):
        sweep(context.work, [task.tree(context.work) for task in planned.tasks])
    with context.console.progress(f"generating {languages}"):
        outputs = each(context, lambda task: _generate(context, image, task), planned.tasks)
    return Result(
        "ok",
        outputs=tuple(path for files in outputs for path in files),
        diagnostics=planned.warnings,
        notes=(f"generated: {context.work.generated}",),
    )


def inputs(context: Context) -> Mapping[str, str]:
    """The sources and everything that generates from them."""
    from ego_ci.packages.format import ingredients_of

    project, templates = context.project, context.project.errors.templates
    return {
        "sources": context.inputs.sources,
        "commit": context.inputs.commit,
        "version": project.version,
        "licence": f"{project.license} {project.license_file}",
        "buf": context.inputs.program(context.process.search("buf")),
        "templates": context.inputs.tree(project.root / templates) if templates else "",
        **{
            language: " ".join(ingredients_of(language, project, context.process))
            for language in project.languages
        },
    }


def _generate(context: Context, image: Image, task: Task) -> list[Path]:
    from ego_ci.tools.protoc import Protoc, argument_file

    job, work = task.job, context.work
    tree = replace(task.tree(work), prints=context.prints)
    digest = task.generation
    kept = tree.files(digest)
    if kept is not None:
        context.console.detail(f"# {task.label}: generated from the same protos as last time, kept")
        return kept
    names, protos = tree.record.with_suffix(".txt"), tree.record.with_suffix(".binpb")
    work.write(names, argument_file(job.client.files))
    work.write(protos, task.image)
    with work.fresh(task.label) as scratch:
        words = Protoc(context.process, protos, task.format.protoc(job)).generate(
            names, generators=task.format.generators(job), into=scratch
        )
        if words:
            _refuse(task, image, words)
        return tree.keep(scratch, digest)


def _refuse(task: Task, image: Image, words: str) -> None:
    from ego_ci.stages import plugin
    from protoc_gen_ego.diagnostics import Severity

    _see_environment(words)
    # Our plugin's findings are said better in process: with positions of the repository.
    found = plugin.findings_of(task, image)
    ours = [item for item in found if item.severity is Severity.ERROR]
    raise Findings(ours or _refused(words))


def _see_environment(words: str) -> None:
    """Raises Problem when it is the disk that protoc complains of, not the protos."""
    from ego_ci.problem import from_os_error

    numbers = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EMFILE)
    reasons = {os.strerror(number): number for number in numbers}
    for line in words.splitlines():
        place, _, reason = line.strip().rpartition(": ")
        if reason in reasons:
            place = place.removesuffix(": write")
            raise from_os_error(OSError(reasons[reason], reason, place))


def _refused(words: str) -> list[Diagnostic]:
    """What protoc or a plugin said, a finding a line; protoc prefixes the first with `--ego_out: `."""
    from protoc_gen_ego.diagnostics import Diagnostic, Severity

    return [
        Diagnostic(None, Severity.ERROR, "PROTOC", line.strip())
        for line in words.splitlines()
        if line.strip()
    ]


STAGE = Stage(
    name="generate",
    purpose="Generate code: messages, gRPC stubs, types, error modules.",
    run=run,
    inputs=inputs,
    options=OPTIONS,
)
