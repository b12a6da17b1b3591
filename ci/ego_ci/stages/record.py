"""Record: how a stage ended and on what, kept in the output folder so that it need not run again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ego_ci.stages.prints import Prints, intact
from ego_ci.stages.stage import Result
from ego_ci.work import Work
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

FORMAT = 1
"""Raised when the form of a record changes; a record of another form is no record."""


def save(
    work: Work, stage: str, *, inputs: Mapping[str, str], result: Result, prints: Prints
) -> None:
    """Keeps a result together with the digests that it depends on; prints: of its last outputs."""
    document = {
        "format": FORMAT,
        "inputs": dict(inputs),
        "status": result.status,
        "outputs": [prints.of_file(path) for path in result.outputs],
        "diagnostics": [_diagnostic(item) for item in result.diagnostics],
        "reason": result.reason,
        "notes": list(result.notes),
        "data": dict(result.data),
    }
    work.write(work.state / f"{stage}.json", json.dumps(document).encode())


def forget(work: Work, stage: str) -> None:
    """Removes a record before its stage runs: a run that is cut off leaves none."""
    (work.state / f"{stage}.json").unlink(missing_ok=True)


def read(work: Work, stage: str) -> Mapping[str, Any]:
    """What was kept of a stage, {} for nothing or what another version wrote."""
    try:
        document = json.loads((work.state / f"{stage}.json").read_bytes())
        return document if document["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # damaged: as good as none


def prints(work: Work, document: Mapping[str, Any]) -> Prints:
    """Those of the outputs that a record has."""
    try:
        return Prints.of(work.root, document["outputs"])
    except (KeyError, TypeError, IndexError):
        return Prints(work.root)


def result(work: Work, document: Mapping[str, Any], *, inputs: Mapping[str, str]) -> Result | None:
    """The kept result, if it depends on these digests and all its files are as they were; else None."""
    try:
        if document["inputs"] != dict(inputs):
            return None
        folder = str(work.root)
        outputs = tuple(intact(folder, *entry) for entry in document["outputs"])
        return (
            Result(
                status=document["status"],
                outputs=tuple(path for path in outputs if path),
                diagnostics=tuple(_read(item) for item in document["diagnostics"]),
                reason=document["reason"],
                notes=tuple(document["notes"]),
                data=document["data"],
                unchanged=True,
            )
            if all(outputs)
            else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a file is gone, or the record is damaged


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "position": list(item.position) if item.position else None,
        "severity": item.severity.value,
        "rule": item.rule,
        "message": item.message,
        "remedy": item.remedy,
        "related": [[list(position), note] for position, note in item.related],
    }


def _read(item: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        Position(*item["position"]) if item["position"] else None,
        Severity(item["severity"]),
        item["rule"],
        item["message"],
        item["remedy"],
        tuple((Position(*position), note) for position, note in item["related"]),
    )
