"""IGNORE_UNUSED, IGNORE_REASONLESS, IGNORE_UNKNOWN: an ignore is an exception that somebody can explain."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.ignores import Ignores
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.suggest import suggest

_NONE = Ignores()


def _unused(context: Context) -> Iterator[Problem]:
    ignores = context.ignores or _NONE
    for line in ignores.lines:
        if not line.reason or line in ignores.used:
            continue
        if line.path is None:
            text = f"the comment that ignores {line.rule} stands apart from any element"
            yield Problem(IGNORE_UNUSED.id, line.position, text, "move it right above the element")
        elif line.rule in ignores.judged:
            text = f"{line.rule} finds nothing here"
            yield Problem(IGNORE_UNUSED.id, line.position, text, "remove the line")


def _reasonless(context: Context) -> Iterator[Problem]:
    ignores = context.ignores or _NONE
    for line in ignores.lines:
        if line.rule in ignores.known and not line.reason:
            text = f"nothing says why {line.rule} is ignored, so it is not"
            remedy = f"write ego:ignore {line.rule} and the reason"
            yield Problem(IGNORE_REASONLESS.id, line.position, text, remedy)


def _unknown(context: Context) -> Iterator[Problem]:
    ignores = context.ignores or _NONE
    for line in ignores.lines:
        if line.rule in ignores.known:
            continue
        if not line.rule:
            text, remedy = "no rule is named", "write ego:ignore RULE and the reason"
        elif line.rule in ignores.always:
            text = f"{line.rule} always holds when generating and cannot be ignored"
            remedy = "correct what it finds"
        else:
            text = f"{line.rule} is not a rule of ours"
            remedy = suggest(line.rule, ignores.known)
            if "mean" not in remedy:
                remedy = "rules of buf are ignored with buf:lint:ignore"
        yield Problem(IGNORE_UNKNOWN.id, line.position, text, remedy)


IGNORE_UNUSED = Rule(
    "IGNORE_UNUSED",
    "An ignore ignores something.",
    Severity.WARNING,
    _unused,
    Category.EGO,
)
IGNORE_REASONLESS = Rule(
    "IGNORE_REASONLESS", "An ignore has a reason.", Severity.ERROR, _reasonless, Category.EGO
)
IGNORE_UNKNOWN = Rule(
    "IGNORE_UNKNOWN",
    "An ignore names a rule that can be ignored.",
    Severity.ERROR,
    _unknown,
    Category.EGO,
)
