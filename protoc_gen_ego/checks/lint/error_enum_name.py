"""ERROR_ENUM_NAME: an error enum that does not look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import enums
from protoc_gen_ego.diagnostics import Severity

_NAME = re.compile(r".*(Err|Error|Errors|ErrorCode|ErrorReason)")


def _check(context: Context) -> Iterator[Problem]:
    for error_enum in enums(context):
        enum = error_enum.enum
        if not _NAME.fullmatch(enum.name):
            text = f"enum {enum.name} has error codes, and its name does not say so"
            remedy = "end it in Err, Error, Errors, ErrorCode or ErrorReason"
            yield Problem(ERROR_ENUM_NAME.id, enum.position, text, remedy, node=enum)


ERROR_ENUM_NAME = Rule(
    "ERROR_ENUM_NAME",
    "An error enum is called one.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
