"""Plan: the client packages that a tree asks for, each with its language's format."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from ego_ci.problem import Problem
from ego_ci.stages.stage import Context, Findings, Option
from ego_ci.stages.trees import Tree

if TYPE_CHECKING:
    from ego_ci.inputs import Inputs
    from ego_ci.packages.client import Client
    from ego_ci.packages.format import Format
    from ego_ci.packages.job import Job
    from ego_ci.stages.image import Image
    from ego_ci.toolchain import Toolchain
    from ego_ci.work import Work
    from protoc_gen_ego.diagnostics import Diagnostic


OPTIONS = (
    Option("language", "Only these languages of ego.yaml.", metavar="A,B"),
    Option("package", "Only these of the `packages:` of ego.yaml.", metavar="A,B"),
    Option("version", "The version of the packages, instead of the one in ego.yaml.", "VERSION"),
)
"""What limits or changes the plan, for every stage that follows it."""


def is_part(context: Context) -> bool:
    """Whether only some packages were asked for."""
    return bool(context.option("language") or context.option("package"))


@dataclass(frozen=True)
class Task:
    """One client in one language.

    Attributes:
        inputs: the digests of this run.
        ingredients: stamps of the tools that the machine has for this language.
        wanted: false if only another task needs it.
    """

    format: Format
    job: Job
    inputs: Inputs
    ingredients: tuple[str, ...]
    wanted: bool = True

    @property
    def label(self) -> str:
        """For people and for file names: `python`, or `python.user` of a repository with `packages:`."""
        language = self.format.language
        return f"{language}.{self.job.client.name}" if self.job.project.packages else language

    def tree(self, work: Work) -> Tree:
        """Where its generated code goes."""
        folder = work.generated / self.format.language
        if self.job.project.packages:
            folder = folder / self.job.client.name
        return Tree(work, self.label, folder)

    @cached_property
    def image(self) -> bytes:
        """What protoc reads: the client's files and all that they import, named as the language wants."""
        from google.protobuf.descriptor_pb2 import FileDescriptorSet

        files = FileDescriptorSet(file=self.job.client.image.files)
        for file in files.file:
            self.format.manage(self.job, file)
        return files.SerializeToString(deterministic=True)

    @cached_property
    def generation(self) -> str:
        """The digest of all that the generated code depends on."""
        job, project, inputs = self.job, self.job.project, self.inputs
        templates = project.errors.templates
        return inputs.text(
            "\n".join(
                [
                    hashlib.sha256(self.image).hexdigest(),
                    *job.client.files,
                    repr(self.format.generators(job)).replace(str(project.root), "."),
                    inputs.content,
                    inputs.tree(project.root / templates) if templates else "",
                    *self.ingredients,
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
    """What is to be generated and packaged, made once a run; raises Findings for what cannot be."""
    found = context.memory.get("plan")
    if not isinstance(found, Plan):
        found = context.memory["plan"] = _plan(context, image)
    return found


def _plan(context: Context, image: Image) -> Plan:
    from ego_ci.packages.client import Clients
    from ego_ci.packages.format import ONE_COPY, format_of, ingredients_of
    from ego_ci.packages.image import Image as Files
    from ego_ci.packages.job import Job
    from ego_ci.packages.split import Split
    from ego_ci.stages.origins import Origins
    from ego_ci.toolchain import Toolchain
    from protoc_gen_ego.diagnostics import Severity, in_order

    project, origins, tools = context.project, Origins(context), Toolchain(context.process)
    languages = chosen(context.option("language"), project.languages, "language")
    formats = tuple(format_of(language) for language in languages)
    wanted = _packages(context)
    shown = cache(image.workspace.shown)
    tasks: list[Task] = []
    found: list[Diagnostic] = []
    for form in formats:
        brings = partial(form.brings, project)
        alone = form.language in ONE_COPY
        own = frozenset(t for t in image.targets if not (alone and brings(t)))
        split = Split(project, Files.of(image.set.file, own), shown, brings)
        wrong = list(split.findings())
        found += wrong
        clients = Clients() if wrong else split.clients()
        stamps = ingredients_of(form.language, project, context.process)
        for client in _needed(clients, wanted):
            job = Job(client, clients, origins.of(client.name), project, context.process, tools)
            found += form.findings(job)
            asked = client.name in wanted or not wanted
            tasks.append(Task(form, job, context.inputs, stamps, asked))
    origins.close()
    told = in_order([*map(image.shown, [*found, *_unsafe(tasks)]), *origins.warnings])
    if any(item.severity is Severity.ERROR for item in told):
        raise Findings(told)
    return Plan(tuple(tasks), tuple(told), formats, tools)


def _packages(context: Context) -> tuple[str, ...]:
    """The names of `--package`, () for all."""
    names = [package.name for package in context.project.packages]
    text = context.option("package")
    if text and not names:
        raise Problem("ego.yaml has no `packages:` to choose from", remedy="leave out --package")
    return chosen(text, names, "package") if text else ()


def _needed(clients: Mapping[str, Client], wanted: tuple[str, ...]) -> list[Client]:
    """The wanted clients, all for (), and those that they need; in the order of ego.yaml."""
    from ego_ci.packages.client import needs

    names = set(wanted or clients)
    names.update(*(needs(name, clients) for name in wanted if name in clients))
    return [client for name, client in clients.items() if name in names]


def chosen(text: str, known: Sequence[str], kind: str) -> tuple[str, ...]:
    """The words of a list `a,b` in the order of those that are known, all of them for ''; Problem for others."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in known:
            raise Problem(
                f"ego.yaml has no {kind} {word!r}", remedy=f"choose from: {', '.join(known)}"
            )
    return tuple(name for name in known if name in words or not words)


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
