"""`ego config`: the complete configuration in effect."""

from __future__ import annotations

import click

from ego_ci import reference, report
from ego_ci.flags import Command, Globals


@click.command(
    cls=Command, help="Print the complete configuration in effect: ego.yaml and every default."
)
@click.option(
    "--reference", "page", is_flag=True, help="Print the page that describes every setting."
)
def config(page: bool) -> None:
    """Prints YAML that is itself a valid ego.yaml; with --json the same as JSON."""
    shared = click.get_current_context().ensure_object(Globals)
    console = shared.console
    if page:
        console.result(reference.page().rstrip("\n"))
        return
    project = shared.project()
    if shared.json:
        console.result(report.document(reference.effective(project)))
    else:
        console.result(reference.as_yaml(project).rstrip("\n"))
