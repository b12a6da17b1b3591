"""generate: messages, stubs, types and error modules of every language, by one protoc run a language."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context, Findings, Result, Stage

if TYPE_CHECKING:
    from ego_ci.stages.image import Image
    from protoc_gen_ego.diagnostics import Diagnostic

_RUNTIMES = {"python": "egoerrors"}
"""What `errors.runtime: package` means in each language."""


def run(context: Context) -> Result:
    """Generates into a folder of our own, then puts it in the place of the last one."""
    if context.dry_run:
        return Result("planned", reason=f"write {context.work.generated}")
    from ego_ci.stages import image as images

    image = images.ensure(context)
    outputs: list[Path] = []
    for language in context.project.languages:
        with context.console.progress(f"generating {language}"):
            outputs += _python(context, image)
    return Result("ok", outputs=tuple(outputs), notes=(f"generated: {context.work.generated}",))


def inputs(context: Context) -> Mapping[str, str]:
    """The sources and everything that generates from them."""
    templates = context.project.errors.templates
    return {
        "sources": context.inputs.sources,
        "buf": context.inputs.program(context.process.search("buf")),
        "protoc": context.inputs.module("grpc_tools"),
        "mypy-protobuf": context.inputs.module("mypy_protobuf"),
        "templates": context.inputs.tree(context.project.root / templates) if templates else "",
    }


def _python(context: Context, image: Image) -> list[Path]:
    from ego_ci.packages.modules import findings
    from ego_ci.stages import plugin
    from ego_ci.tools.protoc import Generator, Protoc, argument_file
    from protoc_gen_ego.diagnostics import Severity

    files = _files(context, image)
    wrong = [image.shown(item) for item in (*findings(files), *_unsafe(files))]
    if any(item.severity is Severity.ERROR for item in wrong):
        raise Findings(wrong)
    runtime = context.project.errors.runtime
    runtime = _RUNTIMES["python"] if runtime == "package" else runtime
    find = context.process.find
    generators = (
        Generator("python"),
        Generator("pyi"),
        Generator("grpc_python"),
        Generator("mypy_grpc", "quiet", find("protoc-gen-mypy_grpc")),
        Generator(
            "ego",
            plugin.parameter(context, target="errors:python", runtime=runtime),
            find("protoc-gen-ego"),
        ),
    )
    with context.work.fresh("python") as scratch:
        names = context.work.state / "generate-python.txt"
        context.work.write(names, argument_file(files))
        words = Protoc(context.process, image.path).generate(
            names, generators=generators, into=scratch
        )
        if words:
            _see_environment(words)
            # Our plugin's findings are said better in process: with positions of the repository.
            found = plugin.findings(context, image)
            ours = [item for item in found if item.severity is Severity.ERROR]
            raise Findings(ours or _refused(words))
        target = context.work.generated / "python"
        context.work.replace(scratch, target)
    return sorted(path for path in target.rglob("*") if path.is_file())


def _files(context: Context, image: Image) -> list[str]:
    """The targets, and what they import that no other package brings (such as excluded files)."""
    from ego_ci.packages.delivered import Deliveries
    from ego_ci.packages.modules import Module

    deliveries = Deliveries(configured=context.project.python.dependencies)
    imported = (name for name in image.imports if deliveries.of(Module(name).written) is None)
    return sorted({*image.targets, *imported})


def _unsafe(files: list[str]) -> list[Diagnostic]:
    """Names that protoc's argument file cannot carry."""
    from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

    return [
        Diagnostic(
            Position(name, 1, 1),
            Severity.ERROR,
            "PATH_UNSAFE",
            "protoc cannot take this file name",
            "no `-` or `@` at its beginning and no line break in it",
        )
        for name in files
        if name.startswith(("-", "@")) or "\n" in name or "\r" in name
    ]


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
)
