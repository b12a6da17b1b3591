"""`errors:<language>`: one module of error codes per proto file with an error enum, and the runtime they need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from protoc_gen_ego.catalog import ErrorCode, ErrorEnum
from protoc_gen_ego.facts import file_options
from protoc_gen_ego.languages import LANGUAGES, FileOptions, Language
from protoc_gen_ego.outputs.output import Job
from protoc_gen_ego.render import GeneratedFile, load, runtime_sources
from protoc_gen_ego.status import BY_NAME


class CodeView(NamedTuple):
    """An error code as a template sees it; identifiers are safe, everything else goes through a filter."""

    accessor: str
    parameters: tuple[tuple[str, str], ...]  # (metadata key, identifier)
    # From here on the same in every language: see `_common`.
    name: str
    full_name: str
    reason: str
    domain: str
    status: str
    status_number: int
    http_status: int
    message: str
    i18n: tuple[tuple[str, str], ...]
    comment: str
    deprecated: bool
    number: int


class EnumView(NamedTuple):
    """An error enum as a template sees it."""

    name: str
    full_name: str
    class_name: str
    comment: str
    deprecated: bool
    codes: tuple[CodeView, ...]


class ModuleView(NamedTuple):
    """One generated file as a template sees it; with `one_file_per_code` it has one enum or one code."""

    source: str
    package: str
    namespace: str
    runtime: str
    enums: tuple[EnumView, ...]
    codes: tuple[CodeView, ...]


def generate(job: Job, name: str) -> Iterator[GeneratedFile]:
    """The error modules of all files to generate in one language, then the vendored runtime."""
    language = LANGUAGES.named(name)
    render = load(language, f"errors{language.suffix}.j2", job.options.templates)
    files: list[FileOptions] = []
    for file in job.schema.to_generate:
        error_enums = job.catalog.enums_of(file)
        if not error_enums:
            continue
        facts = file_options(file, job.options.extra)
        files.append(facts)
        views = [_enum(language, error_enum, job.shared) for error_enum in error_enums]
        for path, module in _modules(language, facts, views, job.options.runtime):
            yield GeneratedFile(path, render({"module": module}))
    if files and job.options.runtime == "vendored":
        yield from _runtime(language, files)


def _runtime(language: Language, files: list[FileOptions]) -> Iterator[GeneratedFile]:
    sources = dict(runtime_sources(language))
    for source, path in sorted(language.runtime_files(sources, files).items()):
        yield GeneratedFile(path, language.runtime_text(sources[source], files))


def _modules(
    language: Language, facts: FileOptions, views: list[EnumView], runtime: str
) -> Iterator[tuple[str, ModuleView]]:
    namespace = language.namespace(facts)
    reference = language.runtime_reference(facts, runtime)

    def module(enums: tuple[EnumView, ...], codes: tuple[CodeView, ...]) -> ModuleView:
        return ModuleView(facts.path, facts.package, namespace, reference, enums, codes)

    if language.one_file_per_code:
        for view in views:
            yield language.error_path(facts, view.class_name), module((view,), ())
            for code in view.codes:
                yield language.error_path(facts, code.accessor), module((), (code,))
        return
    groups = [(view,) for view in views] if language.one_file_per_enum else [tuple(views)]
    for enums in groups:
        codes = tuple([code for enum in enums for code in enum.codes])
        yield language.error_path(facts, enums[0].class_name), module(enums, codes)


def _enum(language: Language, error_enum: ErrorEnum, shared: dict[Any, Any]) -> EnumView:
    enum = error_enum.enum
    return EnumView(
        name=enum.name,
        full_name=enum.full_name,
        class_name=language.class_name(enum.names),
        comment=error_enum.comment,
        deprecated=enum.descriptor.HasField("options") and enum.deprecated,
        codes=tuple([_code(language, code, shared) for code in error_enum.codes]),
    )


def _code(language: Language, code: ErrorCode, shared: dict[Any, Any]) -> CodeView:
    common = shared.get(code.value)
    if common is None:
        common = shared[code.value] = _common(code)
    keys = code.metadata
    parameters = shared.get((language.name, keys))
    if parameters is None:
        parameters = tuple([(key, language.parameter(key)) for key in keys])
        shared[language.name, keys] = parameters
    return CodeView(language.accessor(common[0]), parameters, *common)


def _common(code: ErrorCode) -> tuple[Any, ...]:
    """What every language shows of a code."""
    status = BY_NAME[code.status]
    return (
        code.name,
        code.full_name,
        code.reason,
        code.domain,
        status.name,
        status.number,
        status.http,
        code.message,
        code.i18n,
        code.comment,
        code.deprecated,
        code.value.number,
    )
