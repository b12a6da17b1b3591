"""Plan: the client packages that a tree asks for, each with its language's format."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context, Findings
from ego_ci.stages.trees import Tree

if TYPE_CHECKING:
    from ego_ci.inputs import Inputs
    from ego_ci.packages.format import Format
    from ego_ci.packages.job import Job
    from ego_ci.stages.image import Image
    from ego_ci.toolchain import Toolchain
    from ego_ci.work import Work
    from protoc_gen_ego.diagnostics import Diagnostic


@dataclass(frozen=True)
class Task:
    """One client in one language."""

    format: Format
    job: Job

    @property
    def label(self) -> str:
        """For people and for file names: `python`, or `python.user` of a repository with `packages:`."""
        language = self.format.language
        return f"{language}.{self.job.client.name}" if self.job.project.packages else language

    def tree(self, work: Work) -> Tree:
        """Where its generated code goes."""
        folder = work.generated / self.format.language
        return Tree(
            work, self.label, folder / self.job.client.name if self.job.project.packages else folder
        )

    @cached_property
    def image(self) -> bytes:
        """What protoc reads: the client's files and all that they import, named as the language wants."""
        from google.protobuf.descriptor_pb2 import FileDescriptorSet

        files = FileDescriptorSet(file=self.job.client.image.files)
        for file in files.file:
            self.format.manage(self.job, file)
        return files.SerializeToString(deterministic=True)

    def generation(self, inputs: Inputs) -> str:
        """The digest of all that the generated code depends on."""
        from ego_ci.packages.format import ingredients_of

        job, project = self.job, self.job.project
        templates = project.errors.templates
        return inputs.text(
            "\n".join(
                [
                    hashlib.sha256(self.image).hexdigest(),
                    *job.client.files,
                    repr(self.format.generators(job)),
                    inputs.code,
                    inputs.tree(project.root / templates) if templates else "",
                    *ingredients_of(self.format.language, project, job.process),
                ]
            )
        )


@dataclass(frozen=True)
class Plan:
    """All tasks, in the order of ego.yaml, and warnings about them."""

    tasks: tuple[Task, ...]
    warnings: tuple[Diagnostic, ...]
    formats: tuple[Format, ...]
    tools: Toolchain


def plan(context: Context, image: Image) -> Plan:
    """What is to be generated and packaged; raises Findings for what cannot be."""
    from ego_ci.packages.format import format_of
    from ego_ci.packages.image import Image as Files
    from ego_ci.packages.job import Job
    from ego_ci.packages.split import Split
    from ego_ci.stages.origins import Origins
    from ego_ci.toolchain import Toolchain
    from protoc_gen_ego.diagnostics import Severity, in_order

    project, origins, tools = context.project, Origins(context), Toolchain(context.process)
    files = Files.of(image.set.file, frozenset(image.targets))
    formats = tuple(format_of(language) for language in project.languages)
    tasks: list[Task] = []
    found: list[Diagnostic] = []
    for form in formats:
        split = Split(project, files, image.workspace.shown, partial(form.brings, project))
        wrong = list(split.findings())
        found += wrong
        clients = {} if wrong else split.clients()
        for client in clients.values():
            job = Job(client, clients, origins.of(client.name), project, context.process, tools)
            found += form.findings(job)
            tasks.append(Task(form, job))
    shown = in_order([*map(image.shown, [*found, *_unsafe(tasks)]), *origins.warnings])
    if any(item.severity is Severity.ERROR for item in shown):
        raise Findings(shown)
    return Plan(tuple(tasks), tuple(shown), formats, tools)


def _unsafe(tasks: list[Task]) -> list[Diagnostic]:
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
        for task in tasks
        for name in task.job.client.files
        if name.startswith(("-", "@")) or "\n" in name or "\r" in name
    ]
