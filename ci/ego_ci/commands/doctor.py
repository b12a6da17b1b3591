"""`ego doctor`: which tools there are, of what version, who needs them, and how to get them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import click

from ego_ci import report
from ego_ci.commands.tools import TOOLS, Tool
from ego_ci.flags import Command, Globals
from ego_ci.problem import EXIT_OK, EXIT_PROBLEM
from ego_ci.process import Runner


@click.command(
    cls=Command, help="Look for every tool that is needed, and say how to get what is missing."
)
def doctor() -> int:
    """Exit code 2 if a required tool is missing or does not run."""
    shared = click.get_current_context().ensure_object(Globals)
    console, runner = shared.console, shared.runner
    with ThreadPoolExecutor(4) as pool:  # the JVM and npm take their time to say their versions
        rows = list(pool.map(lambda tool: _look(tool, runner), TOOLS))
    healthy = all(row["ok"] or not row["required"] for row in rows)
    code = EXIT_OK if healthy else EXIT_PROBLEM
    if shared.json:
        console.result(report.document({"tools": rows, "exit": code}))
        return code
    cells = [
        (
            str(row["name"]),
            str(row["version"] or ("does not run" if row["path"] else "missing")),
            str(row["needed_by"]),
            str(row["path"] if row["ok"] else f"get it: {row['get']}"),
        )
        for row in rows
    ]
    head = ("tool", "version", "needed by", "found")
    lines = report.table(head, cells, right=frozenset())
    console.result(console.style(lines[0], "bold"))
    for row, line in zip(rows, lines[1:], strict=True):
        color = "green" if row["ok"] else "red" if row["required"] else "yellow"
        console.result(console.style(line, color))
    missing = [str(row["name"]) for row in rows if not row["ok"] and row["required"]]
    if missing:
        console.error(f"ego: {', '.join(missing)} missing or not running")
    return code


def _look(tool: Tool, runner: Runner) -> dict[str, object]:
    path = tool.find(runner)
    version = tool.version(runner, path) if path else ""
    return {
        "name": tool.name,
        "version": version,
        "path": str(path) if path else None,
        "needed_by": tool.needed_by,
        "required": tool.required,
        "get": tool.get,
        "ok": bool(path and version),
    }
