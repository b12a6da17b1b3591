"""The flags that every command of `ego` takes, before its name or after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ego_ci.console import Console
from ego_ci.inputs import Inputs
from ego_ci.process import Runner
from ego_ci.project import Project, find, load
from ego_ci.work import Work

NAMES = ("directory", "dry_run", "json", "verbose", "quiet")


@dataclass
class Globals:
    """The values of the common flags, and what follows from them."""

    directory: str = "."
    dry_run: bool = False
    json: bool = False
    verbose: bool = False
    quiet: bool = False

    @property
    def console(self) -> Console:
        """Where to speak."""
        return Console.of_terminal(verbose=self.verbose, quiet=self.quiet, json=self.json)

    @property
    def runner(self) -> Runner:
        """The door to other programs; with --verbose each command is shown."""
        return Runner(echo=self.console.detail if self.verbose else None)

    def project(self, version: str = "") -> Project:
        """The project of -C, or of the current folder; `version` replaces that of ego.yaml."""
        project = load(find(Path(self.directory)))
        return project.versioned(version) if version else project

    def inputs(self, project: Project) -> Inputs:
        """The digests of a project."""
        return Inputs(project, Work(project.output))


def options() -> list[click.Option]:
    """The common flags, new for each command."""
    return [
        click.Option(
            ["-C", "directory"],
            metavar="DIR",
            type=click.Path(),
            help="Work as if started in DIR.",
        ),
        click.Option(["--dry-run"], is_flag=True, help="Say what would be done, do nothing."),
        click.Option(["--json"], is_flag=True, help="Write one JSON document to stdout."),
        click.Option(["--verbose", "-v"], is_flag=True, help="Show each command that is run."),
        click.Option(["--quiet", "-q"], is_flag=True, help="Write findings and errors only."),
    ]


def take(context: click.Context) -> None:
    """Moves the common flags of a command line into the Globals that all its parts share."""
    shared = context.ensure_object(Globals)
    for name in NAMES:
        value: Any = context.params.pop(name, None)
        if value:
            setattr(shared, name, value)


class Command(click.Command):
    """A command that takes the common flags."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name for option in self.params for name in option.opts}
        self.params += [option for option in options() if not own.intersection(option.opts)]

    def invoke(self, ctx: click.Context) -> Any:
        take(ctx)
        return super().invoke(ctx)
