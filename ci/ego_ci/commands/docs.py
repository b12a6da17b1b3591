"""`ego docs`: build the site, check what it is made of, or write and look at it side by side."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import click

from ego_ci import report
from ego_ci.commands import run as runs
from ego_ci.flags import Command, Globals
from ego_ci.problem import EXIT_OK, Problem
from ego_ci.project import Project
from ego_ci.site import watch as watching
from ego_ci.stages import docs as stage
from ego_ci.stages import docs_check
from ego_ci.stages.stage import Context, Findings
from ego_ci.work import Work

_LOOK = 0.15
"""Seconds between two looks at the files."""

State: TypeAlias = "dict[str, tuple[int, int]]"


def _command() -> click.Command:
    """The command of the stage, with what only a person asks for."""
    build, check = runs.of_stage(stage.STAGE), runs.of_stage(docs_check.STAGE)
    own = [
        click.Option(
            ["--check"],
            is_flag=True,
            help="Report dead links, references to nothing and what lacks a comment; build nothing.",
        ),
        click.Option(
            ["--watch"],
            is_flag=True,
            help="Serve the site to this machine, and make it anew when a file changes.",
        ),
        click.Option(
            ["--port"], type=click.IntRange(0, 65535), default=0, help="The port of --watch."
        ),
    ]

    def callback(check_: bool, watch: bool, port: int, **values: Any) -> int:
        if watch:
            return _watch(click.get_current_context().ensure_object(Globals), port)
        chosen: Callable[..., int] | None = (check if check_ else build).callback
        assert chosen is not None
        return chosen(**values)

    own[0].name = "check_"
    return Command("docs", callback=callback, help=build.help, params=[*own, *_params(build)])


def _params(command: click.Command) -> Iterator[click.Parameter]:
    """The options of the stage; the common flags come with the new command."""
    common = {"directory", "dry_run", "json", "verbose", "quiet"}
    return (one for one in command.params if one.name not in common)


def _watch(shared: Globals, port: int) -> int:
    console, pages = shared.console, watching.Pages()
    if shared.dry_run:
        console.note(
            "would build the documentation, serve it on the loopback interface and watch the files"
        )
        return EXIT_OK
    before = _state(shared.project())  # what changes while the site is built is seen too
    _build(shared)
    root = shared.project().output / "docs"
    try:
        server = watching.serve(root, pages, port)
    except OSError as error:
        raise Problem(
            f"port {port} cannot be opened: {error.strerror or error}", remedy="take another"
        ) from error
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        console.result(f"http://{watching.HOST}:{server.server_address[1]}/ shows {root}")
        console.note("Ctrl-C ends it")
        try:
            _look(shared, pages, before)
        except KeyboardInterrupt:
            console.note("ended")
        finally:
            server.shutdown()
    return EXIT_OK


def _look(shared: Globals, pages: watching.Pages, before: State) -> None:
    """Waits for changes, for ever."""
    project = shared.project()
    while True:
        time.sleep(_LOOK)
        now = _state(project)
        if now != before:
            before = now
            if _build(shared):
                pages.tell()


def _build(shared: Globals) -> bool:
    """Makes the site; False, and the reason on the screen, if that cannot be."""
    console, began = shared.console, time.perf_counter()
    try:
        project = shared.project()
        work = Work(project.output)
        context = Context(project, work, console, shared.runner, shared.inputs(project))
        with work.opened(console.note):
            from ego_ci.stages import image as images

            stage.site(context, images.ensure(context))
    except Findings as findings:
        console.error(
            report.findings(findings.diagnostics, root=shared.project().root, paint=console.style)
        )
        return False
    except Problem as problem:
        console.error(f"ego: {problem}")
        return False
    console.note(f"made in {time.perf_counter() - began:.2f} s")
    return True


def _state(project: Project) -> State:
    """What tells that a file changed: size and time of every proto file and of the configuration."""
    found = {}
    skipped = {
        str(project.output),
        *(str(project.root / name) for name in (".git", "node_modules")),
    }
    for folder, names, files in os.walk(project.root):
        names[:] = [name for name in names if f"{folder}/{name}" not in skipped]
        for name in files:
            if name.endswith((".proto", ".yaml", ".lock")):
                path = f"{folder}/{name}"
                try:
                    info = os.stat(path)  # noqa: PTH116 - thousands, many times a minute
                except OSError:
                    continue
                found[path] = info.st_size, info.st_mtime_ns
    return found


docs = _command()
