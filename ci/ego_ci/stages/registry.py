"""`ego registry`: look into a local registry, and serve it to package managers that want a URL."""

from __future__ import annotations

import click

from ego_ci import report
from ego_ci.commands import values
from ego_ci.flags import Command, Globals
from ego_ci.problem import Problem
from ego_ci.project import Registry
from ego_ci.registries import choose

_NAME = click.argument("name", required=False, default="", shell_complete=values.of("folder"))
_FOLDERS = ("local", "composer")
_PACKAGES = (".whl", ".zip", ".tgz", ".jar")
_LOOPBACK = ("127.0.0.1", "localhost")


@click.group(help="Look into the registries of ego.yaml, or serve a local one over HTTP.")
def registry() -> None:
    """Holds the commands below."""


@registry.command("list", cls=Command, help="List the packages in the registry NAME of ego.yaml.")
@_NAME
def list_packages(name: str) -> None:
    """Prints one package file a line; with --json a list of file, path and sha256."""
    from ego_ci.packages.artifact import sha256_of

    shared = click.get_current_context().ensure_object(Globals)
    root = _registry(shared, name).path
    files = sorted(
        path
        for path in root.rglob("*")
        if path.suffix in _PACKAGES
        and not path.name.startswith(".")
        and not path.name.endswith("-sources.jar")
        and path.is_file()
    )
    if shared.json:
        found = [
            {
                "file": path.name,
                "path": path.relative_to(root).as_posix(),
                "sha256": sha256_of(path),
            }
            for path in files
        ]
        shared.console.result(report.document({"packages": found}))
        return
    for path in files:
        shared.console.result(path.relative_to(root).as_posix())


@registry.command(cls=Command, help="Serve the registry NAME until Ctrl-C; to this machine alone.")
@_NAME
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default="a free one",
    help="The port.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0 lets everybody read who reaches this machine.",
)
def serve(name: str, port: int, host: str) -> None:
    """Serves the folder read-only; the first line of stdout begins with the URL, then a line per package manager."""
    from ego_ci.registries import server
    from ego_ci.registries.local import LAYOUTS

    shared = click.get_current_context().ensure_object(Globals)
    settings = _registry(shared, name)
    if not settings.path.is_dir():
        raise Problem(
            f"the registry {settings.name} has nothing to serve: {settings.path} is not there",
            remedy="run `ego publish` first",
        )
    if shared.dry_run:
        shared.console.result(f"would serve {settings.path} on {host}")
        return
    try:
        upstream = _npm(shared) if (settings.path / "npm").is_dir() else ""
        running = server.serve(settings.path, port, host, upstream=upstream)
    except OSError as error:
        raise Problem(
            f"port {port} of {host} cannot be opened: {error.strerror or error}",
            remedy="take another, or --port 0",
        ) from error
    url = server.url_of(running)
    whom = "this machine only" if host in _LOOPBACK else "whoever reaches this machine"
    shared.console.result(f"{url}/ serves {settings.path} ({whom})")
    for layout in LAYOUTS.values():
        if line := layout.serve_line(url):
            shared.console.result(line)
    shared.console.note("Ctrl-C ends it")
    with running:
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            shared.console.note("ended")


def _npm(shared: Globals) -> str:
    """The npm registry that whoever serves uses, for what is not in the folder; '' without npm."""
    runner = shared.runner
    found = runner.environ.get("NPM_CONFIG_REGISTRY", "")
    program = runner.search("npm")
    if not found and program:
        found = runner.run([program, "config", "get", "registry"], ok=range(256)).text.strip()
    return f"{found.rstrip('/')}/" if found.startswith(("http://", "https://")) else ""


def _registry(shared: Globals, name: str) -> Registry:
    """The one registry of that name, which has to be a folder."""
    registries = shared.project().registries
    if not name:
        folders = [each for each in registries.values() if each.type in _FOLDERS]
        name = folders[0].name if len(folders) == 1 else ""
    (found,) = choose(registries, name)[:1]
    if found.type not in _FOLDERS:
        raise Problem(
            f"the registry {found.name} is of type {found.type}, not a folder on this machine",
            remedy="name one of type local or composer",
        )
    return found
