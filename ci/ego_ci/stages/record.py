"""Record: how a stage ended and on what, kept in the output folder so that it need not run again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ego_ci.stages.stage import Result
from ego_ci.work import Work
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

FORMAT = 1
"""Raised when the form of a record changes; a record of another form is no record."""


def save(work: Work, stage: str, *, inputs: Mapping[str, str], result: Result) -> None:
    """Keeps a result together with the digests that it depends on."""
    document = {
        "format": FORMAT,
        "inputs": dict(inputs),
        "status": result.status,
        "outputs": [fingerprint(work, path) for path in result.outputs],
        "diagnostics": [_diagnostic(item) for item in result.diagnostics],
        "reason": result.reason,
        "notes": list(result.notes),
        "data": dict(result.data),
    }
    work.write(work.state / f"{stage}.json", json.dumps(document).encode())


def forget(work: Work, stage: str) -> None:
    """Removes a record before its stage runs: a run that is cut off leaves none."""
    (work.state / f"{stage}.json").unlink(missing_ok=True)


def load(work: Work, stage: str, *, inputs: Mapping[str, str]) -> Result | None:
    """The kept result, if it depends on these digests and all its files are as they were; else None."""
    try:
        document = json.loads((work.state / f"{stage}.json").read_bytes())
        if document["format"] != FORMAT or document["inputs"] != dict(inputs):
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
        return None  # damaged or of another version: as good as none


def fingerprint(work: Work, path: Path) -> list[object]:
    """What tells later whether a file is as it is now: path, size, time, content."""
    info, place, root = path.stat(), str(path), f"{work.root}{os.sep}"
    return [
        place[len(root) :] if place.startswith(root) else os.path.relpath(place, root),
        info.st_size,
        info.st_mtime_ns,
        hashlib.sha256(path.read_bytes()).hexdigest(),
    ]


def intact(folder: str, name: str, size: int, time: int, sha256: str) -> Path | None:
    """The file, if it is what was recorded: by size and time, else by content (a restored CI cache)."""
    path = f"{folder}{os.sep}{name}"
    info = os.stat(path)  # noqa: PTH116 - called for every output, a Path costs more
    if info.st_size != size:
        return None
    if info.st_mtime_ns != time and hashlib.sha256(Path(path).read_bytes()).hexdigest() != sha256:
        return None
    return Path(path)


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
