"""The `ego` command: its groups of commands, loaded when they are asked for, and its exit codes."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ego_ci.flags import Globals, options, take
from ego_ci.problem import (
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_PROBLEM,
    EXIT_TERMINATED,
    Problem,
    Terminated,
    from_os_error,
)

if TYPE_CHECKING:
    from ego_ci.stages import Stage

# The one-line helps stand here so that `ego --help` and completion import no command.
COMMANDS = {
    "init": ("ego_ci.commands.init", "Write a repository to start from; `ego run` is green there."),
    "doctor": (
        "ego_ci.commands.doctor",
        "Look for every tool that is needed, and say how to get it.",
    ),
    "config": ("ego_ci.commands.config", "Print the complete configuration in effect."),
    "run": ("ego_ci.commands.run", "Run every stage, with one summary table."),
    "docs": (
        "ego_ci.commands.docs",
        "Build the documentation as a static site; check it, or watch it being written.",
    ),
    "version": (
        "ego_ci.commands.version",
        "Tell the version that follows from what changed, and why.",
    ),
    "changelog": (
        "ego_ci.commands.changelog",
        "Tell what changed since the last release, or between two refs, as Markdown.",
    ),
    "verify": (
        "ego_ci.commands.verify",
        "Check a downloaded package against its SBOM and its provenance.",
    ),
    "scaffold": (
        "ego_ci.commands.scaffold",
        "Write tests of the services to begin with, or merge them into those that are there.",
    ),
    "completion": ("ego_ci.commands.completion", "Print the completion script of a shell."),
    "plan": (
        "ego_ci.commands.plan",
        "Write a GitLab child pipeline that builds only what changed.",
    ),
    "toolchain": (
        "ego_ci.commands.toolchain",
        "Look after the pinned tools that other languages' packages are made with.",
    ),
    "registry": ("ego_ci.stages.registry", "Look at registries, or serve a local one over HTTP."),
}


class Ego(click.Group):
    """The group: fixed commands, and one command a stage."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = [*COMMANDS]
        place = names.index("run") + 1
        stages = [name for name in self._stages() if name not in COMMANDS]
        return [*names[:place], *stages, *names[place:]]

    def _stages(self) -> dict[str, Stage]:
        """The stages in their order, each single check after the stage that runs them all."""
        from ego_ci.stages import PARTS, STAGES

        return {stage.name: stage for stage in (STAGES[0], *PARTS, *STAGES[1:])}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
            assert isinstance(command, click.Command)
            return command
        from ego_ci.commands.run import of_stage

        stage = self._stages().get(cmd_name)
        return of_stage(stage) if stage else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        helps = {name: stage.purpose for name, stage in self._stages().items()}
        helps.update({name: text for name, (_, text) in COMMANDS.items()})
        with formatter.section("Commands"):
            formatter.write_dl([(name, helps[name]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
            hint = f"Did you mean `ego {near[0]}`?" if near else "`ego --help` lists the commands."
            raise click.UsageError(f"{error.message} {hint}", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        take(ctx)
        return super().invoke(ctx)


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"ego {version('protoc-gen-ego')}")
        ctx.exit()


ego = Ego(
    name="ego",
    help="Check, generate, package and publish a repository of protos.\n\n"
    "Exit codes: 0 ok, 1 findings, 2 usage or environment, 130 interrupted.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        *options(),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Print the version.",
        ),
    ],
)


def main() -> NoReturn:
    """Runs the command and ends the process with its exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a letter that the locale lacks must not end a run
            stream.reconfigure(errors="backslashreplace")
    shared = Globals()
    try:
        code = ego.main(standalone_mode=False, prog_name="ego", obj=shared)
        sys.exit(code if isinstance(code, int) else EXIT_OK)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_PROBLEM)
    except (click.Abort, KeyboardInterrupt) as error:
        ended = isinstance(error, Terminated) or isinstance(error.__cause__, Terminated)
        print("ego: interrupted; nothing half-written is left", file=sys.stderr)
        sys.exit(EXIT_TERMINATED if ended else EXIT_INTERRUPTED)
    except Problem as problem:
        _show(problem, shared)
    except OSError as error:
        if _gave_up_output():
            shared.json = False  # a document would get lost as well
        _show(from_os_error(error), shared)
    except Exception as error:
        if os.environ.get("EGO_TRACEBACK"):
            raise
        text = f"internal error: {type(error).__name__}: {error}"
        _show(Problem(text, remedy="EGO_TRACEBACK=1 shows where; please report it"), shared)
    sys.exit(EXIT_PROBLEM)


def _gave_up_output() -> bool:
    """Lets go of what stdout does not take: Python would try again at the end, and end with a code of its own.

    True if there was something.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def _terminate(_number: int, _frame: object) -> NoReturn:
    raise Terminated


def _show(problem: Problem, shared: Globals) -> None:
    from ego_ci import report
    from ego_ci.project import InvalidProject

    console = shared.console
    diagnostics = problem.diagnostics if isinstance(problem, InvalidProject) else ()
    if shared.json:
        content = {
            "problem": report.problem(problem),
            "diagnostics": [report.as_json(item) for item in diagnostics],
            "exit": EXIT_PROBLEM,
        }
        with suppress(OSError):  # stdout may be what is full
            console.result(report.document(content))
            return
        _gave_up_output()
    if diagnostics:
        assert isinstance(problem, InvalidProject)
        console.error(report.findings(diagnostics, root=problem.root, paint=console.style))
    console.error(f"ego: {problem}")
    if problem.output:
        console.error(problem.output)
