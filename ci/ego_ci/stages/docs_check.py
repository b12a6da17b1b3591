"""`ego docs --check`: dead links, references to nothing, what lacks a comment or says nothing; and the coverage."""

from __future__ import annotations

from ego_ci.stages import docs
from ego_ci.stages.stage import Context, Result, Stage
from protoc_gen_ego.diagnostics import Diagnostic, Severity

_WRONG = frozenset({"DOCS_LINK_DEAD", "DOCS_REFERENCE_UNRESOLVED"})
"""Rules about what is wrong, not only missing."""


def run(context: Context) -> Result:
    """Judges the comments of all packages; what is wrong fails, what is missing warns."""
    if context.dry_run:
        return Result("planned", reason="check the documentation")
    from ego_ci.report.table import table
    from ego_ci.stages import image as images
    from protoc_gen_ego.docs import check

    image = images.ensure(context)
    found: list[Diagnostic] = []
    coverage = []
    with context.console.progress("checking the documentation"):
        for judged in check.check(docs.library(context, image)):
            coverage.append(judged.coverage)
            found += [_weighed(context, image.shown(item)) for item in judged.findings]
    rows = [
        (c.package or "(no package)", f"{c.percent} %", f"{c.documented}/{c.elements}")
        for c in coverage
    ]
    lines = table(("package", "documented", "elements"), rows, right=frozenset({1, 2}))
    failing = any(item.severity is Severity.ERROR for item in found)
    return Result(
        "findings" if failing else "ok",
        diagnostics=tuple(found),
        notes=tuple(lines),
        data={
            "coverage": [
                {
                    "package": one.package,
                    "elements": one.elements,
                    "documented": one.documented,
                    "percent": one.percent,
                }
                for one in coverage
            ]
        },
    )


def _weighed(context: Context, item: Diagnostic) -> Diagnostic:
    wrong = item.rule in _WRONG or context.project.errors.strict
    return item._replace(severity=Severity.ERROR) if wrong else item


STAGE = Stage(
    name="docs-check",
    purpose="Check the documentation.",
    run=run,
    inputs=docs.inputs,
)
