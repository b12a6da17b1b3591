"""What a stage is: a name, what it depends on, how it runs and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ego_ci.console import Console
from ego_ci.inputs import Inputs
from ego_ci.process import Runner
from ego_ci.project import Project
from ego_ci.stages.prints import Prints
from ego_ci.work import Work
from protoc_gen_ego.diagnostics import Diagnostic, Severity

Status = Literal["ok", "findings", "skipped", "planned", "failed"]


class Findings(Exception):
    """Ends a stage early: these findings keep it from going on."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(f"{len(self.diagnostics)} findings")


@dataclass(frozen=True)
class Option:
    """An option of a stage; it becomes `--name` of its command and of `ego run`; `metavar` is its value in the help."""

    name: str
    help: str
    metavar: str = ""
    flag: bool = False


@dataclass(frozen=True)
class Context:
    """All that a stage may use.

    memory: what one stage has worked out and another can use, by name; its Result by the stage's name.
    """

    project: Project
    work: Work
    console: Console
    process: Runner
    inputs: Inputs
    options: Mapping[str, str | bool | None] = field(default_factory=dict)
    dry_run: bool = False
    memory: dict[str, object] = field(default_factory=dict)

    @property
    def prints(self) -> Prints:
        """What the last run of this stage left of its outputs, and this one has seen of them."""
        found = self.memory.get("prints")
        return found if isinstance(found, Prints) else Prints(self.work.root)

    def option(self, name: str) -> str:
        """The text of an option, '' if it was not given."""
        value = self.options.get(name)
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """Whether a flag was given."""
        return self.options.get(name) is True


@dataclass(frozen=True)
class Result:
    """What a stage answers.

    outputs: every file that it wrote or found in place. reason: why it was skipped, or what it would do
    in a dry run. notes: lines for below the table. data: for `--json`. repeat: never take it from the
    record. seconds and unchanged belong to the engine.
    """

    status: Status
    outputs: tuple[Path, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    repeat: bool = False
    seconds: float = 0.0
    unchanged: bool = False

    @property
    def errors(self) -> int:
        """The number of findings that make it fail; warnings do not."""
        return sum(d.severity is Severity.ERROR for d in self.diagnostics)


@dataclass(frozen=True)
class Stage:
    """One step of the pipeline. Its file is light to import: a run with nothing changed imports it.

    inputs: label -> digest of all that the result depends on. needs: earlier stages that run first. alone:
    the option with which they do not; it belongs to the stage's own command.
    """

    name: str
    purpose: str
    run: Callable[[Context], Result]
    inputs: Callable[[Context], Mapping[str, str]]
    options: tuple[Option, ...] = ()
    needs: tuple[str, ...] = ()
    alone: str = ""
