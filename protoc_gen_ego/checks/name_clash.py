"""NAME_CLASH: two codes, enums, metadata keys or files that would get the same name in a language."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import ErrorCode, Problem
from protoc_gen_ego.checks.rule import Context, Rule
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.facts import file_options
from protoc_gen_ego.languages import Language
from protoc_gen_ego.schema import Node

Taken = dict[
    str, dict[str, Node]
]  # scope -> identifier without what the language ignores -> what it is made for


def _check(context: Context) -> Iterator[Problem]:
    for language in context.languages:
        taken: Taken = {}
        yield from _ours(context, language, taken)
        if type(language).neighbours is not Language.neighbours:
            for scope, name, node in _neighbours(context, language, set(taken)):
                mine = taken[scope].get(language.folded(name))
                if mine is not None and mine is not node:
                    yield _problem(language, name, mine, node)
        for code in context.catalog.codes:
            if len(code.metadata) > 1 and code.value.file.generate:
                yield from _parameters(language, code)


def _ours(context: Context, language: Language, taken: Taken) -> Iterator[Problem]:
    """Everything that is generated, entered into `taken`."""

    def enter(scope: str, name: str, node: Node) -> Iterator[Problem]:
        other = taken.setdefault(scope, {}).setdefault(language.folded(name), node)
        if other is not node:
            yield _problem(language, name, node, other)

    for path, error_enums in context.catalog.by_file.items():
        file = context.schema.by_name[path]
        if not file.generate:
            continue
        facts = file_options(file, context.parameters)
        enum_scope = language.enum_scope(facts)
        for error_enum in error_enums:
            enum = error_enum.enum
            class_name = language.class_name(enum.names)
            if enum_scope is not None:
                yield from enter(enum_scope, class_name, enum)
            output = language.error_path(facts, class_name)
            yield from enter("output path", output, enum if language.one_file_per_enum else file)
            names = taken.setdefault(language.accessor_scope(facts, class_name), {})
            for code in error_enum.codes:
                node = code.value
                accessor = language.accessor(node.name)
                for name in (accessor, *language.companions(accessor)):
                    other = names.setdefault(language.folded(name), node)
                    if other is not node:
                        yield _problem(language, name, node, other)


def _neighbours(
    context: Context, language: Language, scopes: set[str]
) -> Iterator[tuple[str, str, Node]]:
    """What protoc's own generators put beside our names, from files without error enums too.

    Among themselves these may clash: that is for their generators to say.
    """
    for file in context.schema.files:
        facts = file_options(file, context.parameters)
        scope = language.enum_scope(facts)
        if scope is None:
            scope = language.accessor_scope(facts, "")
        if scope not in scopes:
            continue
        for name in language.file_neighbours(facts):
            yield scope, name, file
        for message in file.all_messages:
            for name in language.neighbours((message.names,), (), ()):
                yield scope, name, message
        for enum in file.all_enums:
            for name in language.neighbours((), (enum.names,), ()):
                yield scope, name, enum
        for service in file.services:
            for name in language.neighbours((), (), (service.name,)):
                yield scope, name, service


def _parameters(language: Language, code: ErrorCode) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for key in code.metadata:
        name = language.parameter(key)
        other = taken.setdefault(name, key)
        if other != key:
            text = f"metadata keys {other!r} and {key!r} of {code.full_name} both become `{name}` in {language.name}"
            yield Problem(NAME_CLASH.id, code.position, text, "rename one of the two")


def _problem(language: Language, name: str, node: Node, other: Node) -> Problem:
    what = node.full_name or node.name
    text = f"{what} becomes `{name}` in {language.name}, and so does another name"
    note = f"{other.full_name or other.name} is"
    return Problem(
        NAME_CLASH.id, node.position, text, "rename one of the two", ((other.position, note),)
    )


NAME_CLASH = Rule(
    "NAME_CLASH", "Every name is its own in every requested language.", Severity.ERROR, _check
)
