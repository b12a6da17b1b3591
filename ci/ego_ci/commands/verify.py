"""`ego verify`: a downloaded package against its SBOM and its provenance."""

from __future__ import annotations

from pathlib import Path

import click

from ego_ci import report
from ego_ci.flags import Command, Globals
from ego_ci.problem import EXIT_FINDINGS, EXIT_OK, Problem
from protoc_gen_ego.diagnostics import one_line

_PATH = click.Path(path_type=Path)


@click.command(
    cls=Command,
    help="Check a downloaded package FILE against its SBOM and its provenance.\n\n"
    "Exit codes: 0 it is what they tell, 1 it differs, 2 something is missing or cannot be read.",
)
@click.argument("file", type=_PATH)
@click.option(
    "--provenance",
    type=_PATH,
    metavar="FILE",
    help="The in-toto statement.",
    show_default="FILE.intoto.json",
)
@click.option(
    "--sbom", type=_PATH, metavar="FILE", help="The CycloneDX SBOM.", show_default="FILE.cdx.json"
)
@click.option("--commit", default="", metavar="ID", help="The commit that it has to come from.")
@click.option("--repository", default="", metavar="URL", help="The repository of that commit.")
def verify(
    file: Path, provenance: Path | None, sbom: Path | None, commit: str, repository: str
) -> int:
    """Says what differs, a line each; with --json one document."""
    from ego_ci.packages.attest import BILL, STATEMENT
    from ego_ci.packages.verify import Claims

    shared = click.get_current_context().ensure_object(Globals)
    folder = Path(shared.directory)
    file = _there(folder / file, "the package", "give the path of a package file")
    claims = Claims(
        file,
        _there(
            folder / provenance if provenance else file.with_name(file.name + STATEMENT),
            "the provenance",
            "download it beside the package, or name it with --provenance",
        ),
        _there(
            folder / sbom if sbom else file.with_name(file.name + BILL),
            "the SBOM",
            "download it beside the package, or name it with --sbom",
        ),
    )
    found = list(claims.differences(commit=commit, repository=repository))
    told = claims.parameters
    code = EXIT_FINDINGS if found else EXIT_OK
    if shared.json:
        facts = {name: told.get(name, "") for name in ("name", "version", "repository", "commit")}
        shared.console.result(
            report.document(
                {
                    "file": str(file),
                    **facts,
                    "builder": claims.builder,
                    "differences": found,
                    "exit": code,
                }
            )
        )
    elif found:
        for line in found:
            shared.console.result(one_line(f"{file.name}: {line}"))
    else:
        where = f" from {told['repository']}" if told.get("repository") else ""
        at = f" at {told['commit']}" if told.get("commit") else ""
        changed = ", with changes that are in no commit" if told.get("modified") else ""
        shared.console.result(
            one_line(
                f"{file.name} is {told.get('name')} {told.get('version')}, "
                f"built by {claims.builder}{where}{at}{changed}"
            )
        )
    return code


def _there(path: Path, what: str, remedy: str) -> Path:
    if not path.is_file():
        raise Problem(f"{what} {path} is not there", remedy=remedy)
    return path
