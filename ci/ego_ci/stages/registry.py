"""`ego registry`: look into a local registry and serve it to package managers that want a URL."""

from __future__ import annotations

from pathlib import Path

import click

from ego_ci.problem import Problem
from ego_ci.project import Registry, find, load
from ego_ci.registries import choose


def _registry(name: str | None) -> Registry:
    return choose(load(find(Path.cwd())).registries, name or "")


@click.group()
def registry() -> None:
    """Look into the registries of ego.yaml and serve the local ones."""


@registry.command("list")
@click.argument("name", required=False)
def list_packages(name: str | None) -> None:
    """List what the registry NAME of ego.yaml holds."""
    folder = _registry(name).path
    for wheel in sorted((folder / "wheels").glob("*.whl")):
        click.echo(wheel.name)


@registry.command()
@click.argument("name", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
def serve(name: str | None, port: int) -> None:
    """Serve the registry NAME of ego.yaml on this machine until Ctrl-C."""
    from ego_ci.registries import server

    settings = _registry(name)
    if not settings.path.is_dir():
        raise Problem(
            f"the registry {settings.name} has nothing to serve: {settings.path} is not there",
            remedy="run `ego publish` first",
        )
    try:
        running = server.serve(settings.path, port)
    except OSError as error:
        raise Problem(
            f"port {port} cannot be opened: {error.strerror}", remedy="take another, or --port 0"
        ) from error
    url = server.url_of(running)
    click.echo(f"{settings.path} is served on {url}/ (this machine only, Ctrl-C ends it)")
    click.echo(f"pip install --extra-index-url {url}/simple/ NAME")
    with running:
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("", err=True)
