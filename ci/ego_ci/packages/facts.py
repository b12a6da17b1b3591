"""Facts: what a package says of its own making, for people (README) and for tools (ego.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ego_ci.packages.job import Job

FILE = "ego.json"
"""Its place at the root of a package."""


def facts_json(job: Job, *, name: str, version: str, tools: Mapping[str, str]) -> bytes:
    """The content of ego.json: name, origin, tools and proto files."""
    origin = job.origin
    told = {
        "name": name,
        "version": version,
        "repository": origin.repository,
        "commit": origin.commit,
        "license": origin.license,
        "tools": dict(tools),
        "protos": list(job.client.files),
    }
    return (json.dumps(told, indent=2, sort_keys=True) + "\n").encode()


def facts_table(job: Job, tools: Mapping[str, str]) -> str:
    """The rows of a Markdown table: repository, commit, licence, tools; what is unknown is left out."""
    origin = job.origin
    rows = [
        ("repository", origin.repository),
        ("commit", origin.commit),
        ("licence", origin.license),
        *sorted(tools.items()),
    ]
    return "\n".join(f"| {_cell(what)} | {_cell(which)} |" for what, which in rows if which)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
