"""The compiler, told top-down: a request becomes a schema, a catalog, findings, and files."""

from __future__ import annotations

from typing import NamedTuple

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse

from protoc_gen_ego import catalog, checks, options, outputs, schema
from protoc_gen_ego.diagnostics import Diagnostic, Severity, in_order, summary
from protoc_gen_ego.languages import LANGUAGES, Language
from protoc_gen_ego.render import TemplateError, strangers
from protoc_gen_ego.suggest import suggest

_PROTO2, _EDITION_2024 = 998, 1001  # descriptor.proto's Edition


class Result(NamedTuple):
    """What a run says: the response for protoc, and all findings, warnings included."""

    response: CodeGeneratorResponse
    diagnostics: list[Diagnostic]


def run(request: CodeGeneratorRequest) -> CodeGeneratorResponse:
    """The response to a request (plugin.proto): files, or an error that lists every finding. No I/O, no state."""
    return generate(request).response


def generate(request: CodeGeneratorRequest, *, whole: bool = False) -> Result:
    """A run with its findings; `whole` says that the request holds the whole repository.

    Raises:
        BrokenRequest: the request contradicts itself; protoc never sends such a one.
    """
    asked, findings = options.parse(request.parameter, outputs.TARGETS, _extras)
    model = schema.load(request)
    codes = catalog.build(model, identity="aip" if asked.identity == "aip" else "ego")
    languages = _languages(asked)
    findings += _runtime_findings(asked, languages) + _template_findings(asked)
    findings += checks.check(
        checks.Context(
            model,
            codes,
            asked.identity,
            languages,
            {
                **asked.extra,
                "runtime": asked.runtime,
            },  # Go needs no output root without a vendored one
            whole=whole,
        )
    )
    response = _response()
    if not _fatal(findings, asked):
        try:
            for path, content in outputs.generate(outputs.Job(model, codes, asked, {}, findings)):
                response.file.add(name=path, content=content)
        except TemplateError as error:
            remedy = "correct the template, or leave `templates` out"
            findings.append(
                Diagnostic(None, Severity.ERROR, "TEMPLATE_UNUSABLE", str(error), remedy)
            )
    if _fatal(findings, asked):
        del response.file[:]
        response.error = report(findings)
    return Result(response, in_order(findings))


def report(findings: list[Diagnostic]) -> str:
    """The findings as text: a summary, then one line each, sorted."""
    ordered = in_order(findings)
    return "\n".join([summary(ordered), *map(str, ordered)])


def _response() -> CodeGeneratorResponse:
    features = (
        CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL
        | CodeGeneratorResponse.FEATURE_SUPPORTS_EDITIONS
    )
    return CodeGeneratorResponse(
        supported_features=features, minimum_edition=_PROTO2, maximum_edition=_EDITION_2024
    )


def _languages(asked: options.Options) -> list[Language]:
    # A scaffold names the errors of its language, so they must have names there.
    names = {t.language for t in asked.target if t.output in ("errors", "scaffold")}
    return [LANGUAGES.named(name) for name in LANGUAGES.names if name in names]


def _extras() -> frozenset[str]:
    """The options that only one language reads."""
    return frozenset(name for language in LANGUAGES for name in language.parameters)


def _template_findings(asked: options.Options) -> list[Diagnostic]:
    if not asked.templates:
        return []
    names = [
        f"{name}/{kind}{LANGUAGES.named(name).suffix}.j2"
        for name in LANGUAGES.names
        for kind in ("errors", "test_service")
    ]
    return [
        Diagnostic(
            None,
            Severity.ERROR,
            "TEMPLATE_UNKNOWN",
            f"{asked.templates}/{path} replaces no template",
            suggest(path, names),
        )
        for path in strangers(asked.templates)
    ]


def _runtime_findings(asked: options.Options, languages: list[Language]) -> list[Diagnostic]:
    if asked.runtime == "vendored":
        return []
    problems = [(language.name, language.runtime_problem(asked.runtime)) for language in languages]
    return [
        Diagnostic(
            None,
            Severity.ERROR,
            "OPTION_VALUE",
            f"runtime={asked.runtime}: {why}",
            f"errors:{name} needs it",
        )
        for name, why in problems
        if why
    ]


def _fatal(findings: list[Diagnostic], asked: options.Options) -> bool:
    return any(
        finding.severity is Severity.ERROR
        or (asked.strict and finding.severity is Severity.WARNING)
        for finding in findings
    )
