"""breaking: buf's breaking rules, the base's image against the tree's."""

from __future__ import annotations

from ego_ci.stages.checks.sight import Break, Outcome, Sight
from ego_ci.stages.image import Image, diagnostics
from ego_ci.stages.names import Names, quoted
from ego_ci.tools.buf import Buf, Finding
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


def run(sight: Sight) -> Outcome:
    """The breaking changes, each with the names that an approval can give it."""
    image, against = sight.part or sight.image, sight.against
    if against is None:
        return Outcome()
    buf = Buf(sight.context.process, sight.context.project.root)
    names = Names(image, against)
    imports = bool(image.imports or against.imports)
    found = []
    before = against.workspace
    for config in image.workspace.configs("breaking", default="FILE", before=before):
        for item in buf.breaking(
            image.path, against=against.path, config=config.document, imports=imports
        ):
            name = item.path or names.file_of(item.message)
            diagnostic, module = _placed(item, name, image, against)
            path = diagnostic.position.path if diagnostic.position else ""
            # What names no file is everyone's.
            mine = module is None or module in config.modules
            if mine and not config.ignores(path, item.rule):
                about = names.about(name, item.line, item.column, quoted(item.message))
                found.append(Break(diagnostic, about))
    return Outcome(breaks=tuple(found))


def _placed(
    item: Finding, name: str, image: Image, against: Image
) -> tuple[Diagnostic, str | None]:
    """A breaking change at its place in the tree, or, if the file is gone, at the base's place."""
    (diagnostic,) = diagnostics((item,), severity=Severity.ERROR)
    if not name:
        return diagnostic, None
    workspace = image.workspace if image.workspace.module_of(name) else against.workspace
    place = Position(workspace.shown(name), item.line, item.column)
    return diagnostic._replace(position=place), workspace.module_of(name)
