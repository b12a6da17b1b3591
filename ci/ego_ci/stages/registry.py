"""`ego registry`: look into a local registry, and serve it to package managers that want a URL."""

from __future__ import annotations

import click

from ego_ci import report
from ego_ci.flags import Command, Globals
from ego_ci.problem import Problem
from ego_ci.project import Registry
from ego_ci.registries import choose

_NAME = click.argument("name", required=False, default="")


@click.group(help="Look into the registries of ego.yaml, or serve a local one over HTTP.")
def registry() -> None:
    """Holds the commands below."""


@registry.command("list", cls=Command, help="List the packages in the registry NAME of ego.yaml.")
@_NAME
def list_packages(name: str) -> None:
    """Prints one package file a line; with --json a list of name and sha256."""
    from ego_ci.packages.artifact import sha256_of

    shared = click.get_current_context().ensure_object(Globals)
    wheels = sorted((_registry(shared, name).path / "wheels").glob("*.whl"))
    if shared.json:
        found = [{"file": wheel.name, "sha256": sha256_of(wheel)} for wheel in wheels]
        shared.console.result(report.document({"packages": found}))
        return
    for wheel in wheels:
        shared.console.result(wheel.name)


@registry.command(cls=Command, help="Serve the registry NAME on this machine until Ctrl-C.")
@_NAME
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default="a free one",
    help="The port on 127.0.0.1.",
)
def serve(name: str, port: int) -> None:
    """Serves the folder read-only; the first two lines of stdout are for people and scripts."""
    from ego_ci.registries import server

    shared = click.get_current_context().ensure_object(Globals)
    settings = _registry(shared, name)
    if not settings.path.is_dir():
        raise Problem(
            f"the registry {settings.name} has nothing to serve: {settings.path} is not there",
            remedy="run `ego publish` first",
        )
    if shared.dry_run:
        shared.console.result(f"would serve {settings.path} on 127.0.0.1")
        return
    try:
        running = server.serve(settings.path, port)
    except OSError as error:
        raise Problem(
            f"port {port} cannot be opened: {error.strerror}", remedy="take another, or --port 0"
        ) from error
    url = server.url_of(running)
    shared.console.result(f"{url}/simple/ serves {settings.path} (this machine only)")
    shared.console.result(f"pip install --extra-index-url {url}/simple/ NAME")
    shared.console.note("Ctrl-C ends it")
    with running:
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            shared.console.note("ended")


def _registry(shared: Globals, name: str) -> Registry:
    return choose(shared.project().registries, name)
