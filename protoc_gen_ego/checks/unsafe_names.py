"""NAME_UNSAFE, PATH_UNSAFE, OPTION_UNSAFE: text that cannot become an identifier, a path or a namespace.

protoc refuses most of it, but a request can be made by anyone: names are hostile until looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.diagnostics import Position, Severity
from protoc_gen_ego.facts import file_options
from protoc_gen_ego.languages import FileOptions
from protoc_gen_ego.schema import File, Node

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PACKAGE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*)?")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _names(context: Context) -> Iterator[Problem]:
    for file in context.schema.to_generate:
        if not _PACKAGE.fullmatch(file.package):
            text = f"package {file.package!r} is not dotted names"
            yield Problem(NAME_UNSAFE.id, file.position, text, "use letters, digits and `_`")
        for node in _named(context, file):
            if not _NAME.fullmatch(node.name):
                text = f"{node.name!r} is not a name"
                yield Problem(NAME_UNSAFE.id, node.position, text, "use letters, digits and `_`")


def _named(context: Context, file: File) -> Iterator[Node]:
    for error_enum in context.catalog.enums_of(file):
        node: Node | None = error_enum.enum
        while node is not None and not isinstance(node, File):
            yield node
            node = node.parent
        for code in error_enum.codes:
            yield code.value
    for service in file.services:
        yield service
        yield from service.methods


def _paths(context: Context) -> Iterator[Problem]:
    for file in context.schema.to_generate:
        why = path_problem(file.name)
        if why:
            yield Problem(
                PATH_UNSAFE.id, file.position, f"file name {file.name!r} {why}", "rename the file"
            )


def path_problem(path: str) -> str:
    """Why a proto path cannot be an output path; '' when it can."""
    if _CONTROL.search(path):
        return "contains a control character"
    if "\\" in path or path.startswith("/") or re.match("[A-Za-z]:", path):
        return "is not relative and separated by `/`"
    if any(part in ("", ".", "..") for part in path.split("/")):
        return "has an empty part, `.` or `..`"
    if any(part.startswith("-") for part in path.split("/")):
        return "has a part that begins with `-`, which tools take for an option"
    return ""


def _options(context: Context) -> Iterator[Problem]:
    for language in context.languages:
        first: tuple[File, FileOptions] | None = None
        for file in context.schema.to_generate:
            if not context.catalog.enums_of(file):
                continue
            facts = file_options(file, context.parameters)
            why = language.option_problem(facts)
            related: tuple[tuple[Position, str], ...] = ()
            if not why and first:
                why = language.together_problem(facts, first[1])
                related = ((first[0].position, "the other file"),)
            if why:
                text = f"{language.name}: {why}"
                yield Problem(OPTION_UNSAFE.id, file.position, text, "correct the option", related)
            first = first or (file, facts)


NAME_UNSAFE = Rule("NAME_UNSAFE", "Names are identifiers.", Severity.ERROR, _names)
PATH_UNSAFE = Rule(
    "PATH_UNSAFE", "File names are relative paths without tricks.", Severity.ERROR, _paths
)
OPTION_UNSAFE = Rule(
    "OPTION_UNSAFE", "File options name a place that exists.", Severity.ERROR, _options
)
