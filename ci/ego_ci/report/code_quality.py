"""gitlab-code-quality: findings in a merge request's widget and diff.

The format is https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format: an array of
`description`, `check_name`, `fingerprint`, `location.path`, `location.lines.begin` and `severity`.
"""

from __future__ import annotations

import json

from ego_ci.report.fingerprint import fingerprints
from ego_ci.report.model import Report
from protoc_gen_ego.diagnostics import Diagnostic, Severity, one_line

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def printed(report: Report) -> str | None:
    """The array, `[]` when nothing was found; None when nothing could be checked.

    An empty array would tell GitLab then that all earlier findings are fixed.
    """
    if report.problem:
        return None
    found = report.diagnostics
    prints = fingerprints(found, root=report.root)
    entries = [_entry(report, item, digest) for item, digest in zip(found, prints, strict=True)]
    return json.dumps(entries, indent=2) + "\n"


def _entry(report: Report, item: Diagnostic, digest: str) -> dict[str, object]:
    # GitLab drops an entry without a path: what is about the run itself is shown at the configuration.
    path = item.position.path if item.position else "ego.yaml"
    line = item.position.line if item.position else 1
    remedy = f" ({item.remedy})" if item.remedy else ""
    return {
        "description": one_line(f"{item.rule}: {item.message}{remedy}"),
        "check_name": item.rule,
        "fingerprint": digest,
        "severity": _severity(report, item),
        "location": {"path": f"{report.below}{path}", "lines": {"begin": max(line, 1)}},
    }


def _severity(report: Report, item: Diagnostic) -> str:
    if item.severity is Severity.ERROR and item.rule == "COMPILE":
        return "blocker"
    if item.severity is Severity.ERROR and item.rule in report.breaking:
        return "critical"
    return _SEVERITIES[item.severity]
