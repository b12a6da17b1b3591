"""Approvals: breaking changes that are meant, by ego.yaml or by a trailer of a commit, and what became of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ego_ci.project import Project
from ego_ci.stages.checks.sight import Break
from ego_ci.stages.workspace import within
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

TRAILER = "Breaking-Approved"
_VALUE = re.compile(
    r"(?P<rule>[A-Z][A-Z0-9_]*)\s+(?P<name>[A-Za-z_][\w.]*)(?:\s+(?P<reason>.*))?", re.S
)


class Approval(NamedTuple):
    """One approval. source: where it was given, in words; position: the same, if it is a file."""

    rule: str
    name: str
    path: str
    reason: str
    expires: str
    source: str
    position: Position | None = None

    def matches(self, found: Break) -> bool:
        """Whether it is about a break: the rule, and the element or one around it, or the file."""
        item = found.diagnostic
        if item.rule != self.rule:
            return False
        if self.name:
            return any(f"{name}.".startswith(f"{self.name}.") for name in found.names)
        return bool(self.path and item.position and within(item.position.path, self.path))

    def holds(self, today: datetime.date) -> bool:
        """Whether it counts: it has a reason and is not expired."""
        return bool(self.reason.strip()) and not self.expired(today)

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return bool(self.expires) and datetime.date.fromisoformat(self.expires) < today


def of_project(project: Project) -> list[Approval]:
    """Those of ego.yaml."""
    found = []
    for index, given in enumerate(project.breaking.approvals):
        at = project.place("breaking", "approvals", index)
        source = f"{at.path}:{at.line}"
        found.append(
            Approval(given.rule, given.name, given.path, given.reason, given.expires, source, at)
        )
    return found


def of_commits(trailers: Iterable[tuple[str, str]]) -> tuple[list[Approval], list[Diagnostic]]:
    """Those of trailers, and findings for the trailers that are none."""
    approvals, wrong = [], []
    for commit, value in trailers:
        source = f"commit {commit[:12]}"
        found = _VALUE.fullmatch(value.strip())
        if found:
            reason = " ".join((found["reason"] or "").split())
            approvals.append(Approval(found["rule"], found["name"], "", reason, "", source))
        else:
            message = f"the trailer `{TRAILER}: {value.strip()}` of {source} cannot be read"
            remedy = f"write {TRAILER}: RULE full.name reason"
            wrong.append(Diagnostic(None, Severity.WARNING, "APPROVAL_INVALID", message, remedy))
    return approvals, wrong


def apply(
    breaks: Sequence[Break], approvals: Sequence[Approval], *, today: datetime.date, stale: str
) -> list[Diagnostic]:
    """The findings: breaks, the approved ones as information, and what is wrong with approvals.

    stale: what was compared with, to say that an approval found nothing there; '' when not everything
    that could be approved was looked for.
    """
    used: set[Approval] = set()
    found = []
    for item in breaks:
        matching = [approval for approval in approvals if approval.matches(item)]
        used.update(matching)
        holding = next((approval for approval in matching if approval.holds(today)), None)
        found.append(_approved(item.diagnostic, holding) if holding else item.diagnostic)
    for approval in approvals:
        found += _wrong(approval, today=today, stale="" if approval in used else stale)
    return found


def _approved(item: Diagnostic, approval: Approval) -> Diagnostic:
    message = f"{item.message} (approved by {approval.source}: {approval.reason})"
    return item._replace(severity=Severity.INFO, message=message, remedy="")


def _wrong(approval: Approval, *, today: datetime.date, stale: str) -> Iterator[Diagnostic]:
    where = approval.position
    what = f"the approval of {approval.rule} for {approval.name or approval.path or 'nothing'}"
    what += "" if where else f" by {approval.source}"
    if not approval.name and not approval.path:
        message, remedy = f"{what} names nothing", "add `name: full.name` or `path: FILE`"
        yield Diagnostic(where, Severity.ERROR, "APPROVAL_INVALID", message, remedy)
    elif not approval.reason.strip():
        message, remedy = (
            f"{what} has no reason, so it does not count",
            "say why callers can bear it",
        )
        yield Diagnostic(where, Severity.ERROR, "APPROVAL_REASONLESS", message, remedy)
    elif approval.expired(today):
        message = f"{what} expired on {approval.expires}"
        yield Diagnostic(
            where, Severity.WARNING, "APPROVAL_EXPIRED", message, "remove it, or approve it anew"
        )
    elif stale:
        message = f"{what} approves nothing that changed since {stale}"
        remedy = (
            "remove it" if where else "remove the trailer, or mind that names are given in full"
        )
        yield Diagnostic(where, Severity.WARNING, "APPROVAL_STALE", message, remedy)
