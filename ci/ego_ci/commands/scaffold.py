"""`ego scaffold`: tests to begin with, made from the services, and merged into those that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

from ego_ci import report
from ego_ci.commands import history
from ego_ci.commands.orphans import orphans
from ego_ci.commands.parsers import refusal
from ego_ci.flags import Command, Globals
from ego_ci.packages.job import Job
from ego_ci.problem import EXIT_FINDINGS, EXIT_OK, Problem
from ego_ci.registries import atomic
from ego_ci.settings import Language
from ego_ci.stages import image as images
from ego_ci.stages.plan import Plan, Task, plan
from ego_ci.stages.stage import Context, Findings
from protoc_gen_ego import pipeline
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

FOLDER = Path("scaffolds")
"""Where tests go unless --into says otherwise: one folder a language below this one."""
LEFT_ALONE = "SCAFFOLD_LEFT_ALONE"
LANGUAGES_OF_PACKAGES: tuple[Language, ...] = get_args(Language)


@click.command(
    cls=Command,
    help="Write tests of the services to begin with, in LANGUAGE … (default: those of ego.yaml). What is there is "
    "merged with: new methods and errors get cases, and no line of yours changes.",
)
@click.argument("language", nargs=-1, type=click.Choice(get_args(Language)))
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=f"The folder of the tests (default: {FOLDER}/LANGUAGE); with several languages, each has a folder in it.",
)
@click.option(
    "--opt",
    "options",
    metavar="NAME=VALUE",
    multiple=True,
    help="An option of the plugin, such as go_module=… or python_package=….",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if there is something to write."
)
def scaffold(
    language: Sequence[str], into: Path | None, options: Sequence[str], check: bool
) -> int:
    """Findings go to stderr; the exit code is 1 when a file was left alone, or with --check is out of date."""
    shared = click.get_current_context().ensure_object(Globals)
    with history.opened(shared) as context:
        try:
            return _scaffold(shared, context, language, into, options, check or shared.dry_run)
        except Findings as findings:
            return history.told(findings, shared)


def _scaffold(
    shared: Globals,
    context: Context,
    languages: Sequence[str],
    into: Path | None,
    options: Sequence[str],
    dry: bool,
) -> int:
    image = images.ensure(context)
    known = LANGUAGES_OF_PACKAGES
    wanted = [name for name in known if name in (languages or context.project.languages)]
    settings = replace(context.project.settings, languages=tuple(wanted))
    project = replace(context.project, settings=settings)
    planned = plan(replace(context, project=project, memory={}), image)
    written: list[Path] = []
    kept: list[Path] = []
    findings: list[Diagnostic] = []
    made: dict[Path, tuple[str, str, bytes | None]] = {}  # (language, text, what is there)
    folders: dict[Path, str] = {}
    for (
        task
    ) in planned.tasks:  # all of it before anything is written: an error costs no half of a run
        name = task.format.language
        folder = Path(shared.directory, into) if into else context.project.root / FOLDER
        folder = folder / name if len(wanted) > 1 or into is None else folder
        folders[folder] = name
        result = pipeline.generate(_request(task, _files(planned, name), folder, options))
        found = [image.shown(item) for item in result.diagnostics]
        if result.response.HasField("error"):
            raise Findings(found)
        findings += [item for item in found if item.rule.startswith("SCAFFOLD_")]
        for file in result.response.file:
            path = folder / file.name
            made[path] = (name, file.content, _there(path))
    ours = {*made, *(Path(item.position.path) for item in findings if item.position)}
    for folder, name in folders.items():
        findings += orphans(folder, name, ours)
    for path, (name, text, there) in made.items():
        left = _put(path, text, there, name, context, dry)
        if isinstance(left, Diagnostic):
            findings.append(left)
        elif left:
            written.append(path)
        else:
            kept.append(path)
    stale = any(item.rule == LEFT_ALONE for item in findings)
    code = EXIT_FINDINGS if stale or (dry and written and not shared.dry_run) else EXIT_OK
    _tell(shared, context, written, kept, findings, code, dry)
    return code


def _files(planned: Plan, language: str) -> list[FileDescriptorProto]:
    """All files of a language's clients, named as it wants: a method may declare errors of another client."""
    found = {
        file.name: file
        for task in planned.tasks
        if task.format.language == language
        for file in FileDescriptorSet.FromString(task.image).file
    }
    return list(found.values())


def _request(
    task: Task, files: list[FileDescriptorProto], folder: Path, options: Sequence[str]
) -> CodeGeneratorRequest:
    """What protoc would send for one client package, with its names and those of its runtime."""
    job = task.job
    [errors] = [item for item in task.format.generators(job) if item.name == "ego"]
    values = dict(part.partition("=")[::2] for part in errors.parameter.split(","))
    values["target"] = f"scaffold:{task.format.language}"
    values.pop("strict", None)  # what `ego check` warns of is no reason to write no tests
    values["existing"] = str(folder)
    if task.format.language == "python":
        values["python_package"] = _homes(job, lambda j: j.named(j.project.python.package, "_"))
    elif task.format.language == "typescript":
        if job.project.node.flavour != "grpc-js":
            raise Problem("tests are written for grpc-js", remedy="set `node.flavour: grpc-js`")
        values["typescript_import"] = _homes(job, task.format.name)
    values.update(option.partition("=")[::2] for option in options)
    for name, value in values.items():
        if "," in value:
            raise Problem(f"{name}={value} has a comma in it, which the plugin cannot take")
    return CodeGeneratorRequest(
        file_to_generate=job.client.files,
        parameter=",".join(f"{name}={value}" for name, value in values.items() if value),
        proto_file=files,
    )


def _homes(job: Job, name: Callable[[Job], str]) -> str:
    """The package that holds this client's code, and for files of other clients theirs: `own+proto:other+…`."""
    others = [
        f"{proto}:{name(job.of(other))}"
        for other, client in sorted(job.clients.items())
        if other != job.client.name
        for proto in client.files
    ]
    return "+".join([name(job), *others])


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put(
    path: Path, text: str, there: bytes | None, language: str, context: Context, dry: bool
) -> bool | Diagnostic:
    """Whether the file changes; a finding if it is left alone. It is written aside, then renamed."""
    if there == text.encode():
        return False
    if there is not None:
        refused = refusal(context.process, language, path)
        if refused:
            line, why = refused
            return _left_alone(path, line, why, "repair it; until then it is left as it is")
    if _there(path) != there:  # parsers take a while, and editors save when they like
        return _left_alone(path, 1, "it was changed in the meantime", "run `ego scaffold` again")
    if not dry:
        if path.is_symlink():  # what it points to is the file
            path = path.resolve()
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        atomic.write(path, text)
        if mode is not None:
            path.chmod(mode)
    return True


def _left_alone(path: Path, line: int, why: str, remedy: str) -> Diagnostic:
    place = Position(path.as_posix(), line, 1)
    return Diagnostic(place, Severity.WARNING, LEFT_ALONE, why, remedy)


def _tell(
    shared: Globals,
    context: Context,
    written: list[Path],
    kept: list[Path],
    findings: list[Diagnostic],
    code: int,
    dry: bool,
) -> None:
    console = shared.console
    if shared.json:
        content = {
            "written": [str(path) for path in written],
            "kept": [str(path) for path in kept],
            "diagnostics": [report.as_json(item) for item in findings],
            "exit": code,
        }
        console.result(report.document(content))
        return
    if findings:
        console.error(report.findings(findings, root=context.project.root, paint=console.style))
    for path in written:
        console.note(f"{'would write' if dry else 'wrote'} {path}")
    if kept:
        console.note(f"{len(kept)} files are as they should be")
