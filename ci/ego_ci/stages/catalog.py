"""catalog: every error code and every method of the repository in one JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context, Findings, Result, Stage

if TYPE_CHECKING:
    from ego_ci.stages.image import Image


def run(context: Context) -> Result:
    """Writes the catalog from the one image."""
    target = context.work.catalog
    if context.dry_run:
        return Result("planned", reason=f"write {target}")
    from ego_ci.stages import image as images

    image = images.ensure(context)
    with context.console.progress("writing the catalog"):
        context.work.write(target, document(context, image).encode("utf-8"))
    return Result("ok", outputs=(target,), notes=(f"catalog: {target}",))


def document(context: Context, image: Image) -> str:
    """The catalog as JSON text (docs/catalog.schema.json); raises Findings when it contradicts itself."""
    from protoc_gen_ego import catalog, checks, schema
    from protoc_gen_ego.diagnostics import Severity
    from protoc_gen_ego.outputs import catalog_json

    identity = context.project.errors.identity
    model = schema.load(image.request(""))
    codes = catalog.build(model, identity=identity)
    found = checks.check(checks.Context(model, codes, identity, whole=True))
    fatal = [item for item in found if item.severity is Severity.ERROR]
    if fatal:
        raise Findings(image.shown(item) for item in fatal)
    return catalog_json.encode(catalog_json.document(codes, model.to_generate))


def inputs(context: Context) -> Mapping[str, str]:
    """The sources and the tool that builds the image."""
    return {
        "sources": context.inputs.sources,
        "buf": context.inputs.program(context.process.search("buf")),
    }


STAGE = Stage(
    name="catalog",
    purpose="Write the catalog of all error codes as JSON.",
    run=run,
    inputs=inputs,
)
