"""Findings and runs as JSON: what `--json` writes to stdout, and the `json` format."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from ego_ci.problem import Problem
from ego_ci.report.model import Report
from protoc_gen_ego.diagnostics import Diagnostic, Position


def printed(report: Report) -> str:
    """The document of a run."""
    return document(content(report)) + "\n"


def content(report: Report) -> dict[str, object]:
    """A run as one JSON object: `stages`, `diagnostics`, `exit`, and `problem` if it could not check."""
    return {
        **({"problem": problem(report.problem)} if report.problem else {}),
        "stages": [
            {
                "name": part.name,
                "status": part.status,
                "unchanged": part.unchanged,
                "files": [os.fspath(path) for path in part.files],
                "seconds": round(part.seconds, 3),
                "reason": part.reason,
                "notes": list(part.notes),
                "data": dict(part.data),
            }
            for part in report.parts
        ],
        "diagnostics": [{"stage": stage, **as_json(item)} for stage, item in report.found],
        "exit": report.exit,
    }


def as_json(item: Diagnostic) -> dict[str, object]:
    """A finding as an object; path, line and column are null without a position."""
    return {
        **_place(item.position),
        "severity": item.severity.value,
        "rule": item.rule,
        "message": item.message,
        "remedy": item.remedy,
        "related": [{**_place(position), "message": note} for position, note in item.related],
    }


def problem(found: Problem) -> dict[str, object]:
    """What ended a command, as an object."""
    return {"message": found.message, "remedy": found.remedy, "output": found.output}


def document(content: Mapping[str, object]) -> str:
    """A JSON document for stdout: readable, the same bytes under any locale."""
    return json.dumps(content, indent=2, ensure_ascii=True)


def _place(position: Position | None) -> dict[str, object]:
    if position is None:
        return {"path": None, "line": None, "column": None}
    return {"path": position.path, "line": position.line, "column": position.column}
