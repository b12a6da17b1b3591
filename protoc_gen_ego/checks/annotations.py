"""Rules about the annotations themselves: the catalog found these problems while it read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.diagnostics import Severity


def _found(rule: str) -> Callable[[Context], Iterable[Problem]]:
    def check(context: Context) -> Iterable[Problem]:
        return [problem for problem in context.catalog.problems if problem.rule == rule]

    return check


def _rule(rule: str, purpose: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(rule, purpose, severity, _found(rule))


ANNOTATION_RULES = (
    _rule("TAG_MALFORMED", "A tag has a value, and its quotes are closed."),
    _rule("TAG_UNKNOWN", "A tag that nearly is one of ours is a slip of the finger."),
    _rule("TAG_CONTRADICTORY", "An element says one thing, in whichever syntax."),
    _rule("STATUS_UNKNOWN", "A code is one of the 17 gRPC status names."),
    _rule("STATUS_OK", "A value with code OK generates no error.", Severity.WARNING),
    _rule("STATUS_KRATOS", "A Kratos HTTP number has a gRPC status.", Severity.WARNING),
    _rule("CODE_MISSING", "Every value of an error enum has a code; value 0 may go without."),
    _rule("ALIAS_DISAGREES", "Names of the same number are annotated the same."),
    _rule("SOURCE_INFO_MISSING", "Comment tags can be read: the request has source info."),
    _rule(
        "ANNOTATIONS_MISMATCH", "The annotation options are defined as protoc-gen-ego knows them."
    ),
)
