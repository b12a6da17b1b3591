"""Bench: where the packages of one run are built, each after those that it needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.attest import attest
from ego_ci.packages.format import SECTIONS, Format, ingredients_of
from ego_ci.packages.job import Job
from ego_ci.packages.shelf import Shelf
from ego_ci.stages.plan import Plan, Task
from ego_ci.stages.stage import Context

RUNTIME = ""
"""Stands for a language's error runtime where a client's name could."""


@dataclass
class _Outcome:
    """What became of a build, for those that wait for it."""

    settled: Event = field(default_factory=Event)
    artifact: Artifact | None = None
    error: BaseException | None = None

    def result(self) -> Artifact:
        """The package; raises what its build raised."""
        self.settled.wait()
        if self.artifact is None:
            assert self.error is not None
            raise self.error
        return self.artifact


@dataclass
class Bench:
    """Builds, in threads, what the shelf does not have from the last run.

    aside: a folder for what others need and nobody asked for.
    """

    context: Context
    plan: Plan
    shelf: Shelf
    aside: Path
    _made: dict[tuple[str, str], _Outcome] = field(default_factory=dict)

    def builds(self) -> list[Callable[[], object]]:
        """Functions that build one package each, in an order in which no one waits for a later one."""
        forms = {form.language: form for form in self.plan.formats}
        builds: list[Callable[[], object]] = [
            self._settled(language, RUNTIME, partial(self._runtime, form))
            for language, form in forms.items()
        ]
        ordered = sorted(self.plan.tasks, key=lambda task: len(task.job.needs))
        builds += [
            self._settled(task.format.language, task.job.client.name, partial(self._client, task))
            for task in ordered
        ]
        return builds

    def _settled(
        self, language: str, name: str, build: Callable[[], Artifact]
    ) -> Callable[[], object]:
        """A build that hands its outcome, whatever it is, to those that wait for it."""
        made = self._made[language, name] = _Outcome()

        def run() -> Artifact:
            try:
                made.artifact = build()
            except BaseException as error:
                made.error = error
            finally:
                made.settled.set()
            return made.result()

        return run

    def _client(self, task: Task) -> Artifact:
        form, context = task.format, self.context
        needs = {name: self._made[form.language, name].result() for name in task.job.needs}
        runtime = self._made[form.language, RUNTIME].result()
        job = dataclasses.replace(task.job, built=needs, runtime=runtime)
        digest = self._digest(task, job)
        kept = self.shelf.kept(form.language, form.name(job), digest)
        if kept:
            return self.shelf.take(kept) if task.wanted else kept
        generated = task.tree(context.work).folder
        if not task.wanted:
            folder = self.aside / task.label
            folder.mkdir()
            return form.build(job, generated, folder)
        with context.work.fresh(task.label) as folder:
            built = self._attested(form, form.build(job, generated, folder), job)
            return self.shelf.put(built, digest)

    def _attested(self, form: Format, artifact: Artifact, job: Job | None) -> Artifact:
        tools = form.tools(self.context.project)
        return attest(artifact, tools, self.plan.tools.entries, job)

    def _digest(self, task: Task, job: Job) -> str:
        inputs, licence = self.context.inputs, job.origin.license_file
        return inputs.text(
            "\n".join(
                [
                    task.generation,
                    task.format.name(job),
                    repr(dataclasses.replace(job.origin, license_file=None)),
                    repr(getattr(job.project, SECTIONS[task.format.language])),
                    repr(job.project.errors),
                    inputs.file(licence) if licence else "",
                    *(f"{a.name} {a.version} {a.sha256}" for a in job.built.values()),
                    job.runtime.sha256 if job.runtime else "",
                ]
            )
        )

    def _runtime(self, form: Format) -> Artifact:
        project, process, tools = self.context.project, self.context.process, self.plan.tools
        inputs = self.context.inputs
        stamps = ingredients_of(form.language, project, process)
        section = repr(getattr(project, SECTIONS[form.language]))
        digest = inputs.text("\n".join(["runtime", inputs.content, section, *stamps]))
        if kept := self.shelf.kept(form.language, RUNTIME, digest):
            return self.shelf.take(kept)
        with self.context.work.fresh(f"{form.language}-runtime") as folder:
            built = self._attested(form, form.runtime(project, process, tools, folder), None)
            return self.shelf.put(built, digest)
