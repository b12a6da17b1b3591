"""Image: the one buf image of a tree, built once a run and read by every stage."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context, Findings
from ego_ci.stages.workspace import Workspace
from ego_ci.tools.buf import Buf, Finding
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

if TYPE_CHECKING:
    from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
    from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

_IMAGE_EXTENSION = 8042
"""Field of FileDescriptorProto in an image (buf.alpha.image.v1.ImageFileExtension)."""
_IS_IMPORT = b"\x08\x01"
"""Its first field, `is_import = 1`, set to true, on the wire."""


@dataclass(frozen=True)
class Image:
    """A FileDescriptorSet on disk, and the workspace that it was built from."""

    path: Path
    workspace: Workspace

    @cached_property
    def set(self) -> FileDescriptorSet:
        """The content, parsed once."""
        from google.protobuf.descriptor_pb2 import FileDescriptorSet

        return FileDescriptorSet.FromString(self.path.read_bytes())

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The files that the workspace has to answer for: all that are not only imported."""
        return tuple(sorted(file.name for file in self.set.file if not _is_import(file)))

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """The files that are only imported."""
        return tuple(sorted({file.name for file in self.set.file} - set(self.targets)))

    def request(self, parameter: str) -> CodeGeneratorRequest:
        """What protoc would send to a plugin for all targets."""
        from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

        return CodeGeneratorRequest(
            file_to_generate=self.targets, parameter=parameter, proto_file=self.set.file
        )

    def shown(self, diagnostic: Diagnostic) -> Diagnostic:
        """A diagnostic with its files named as the repository names them."""
        related = tuple((self._place(place), note) for place, note in diagnostic.related)
        place = self._place(diagnostic.position) if diagnostic.position else None
        return diagnostic._replace(position=place, related=related)

    def _place(self, position: Position) -> Position:
        return position._replace(path=self.workspace.shown(position.path))


def ensure(context: Context) -> Image:
    """The image of the tree: the one there is if nothing changed, else a new one.

    Raises Findings with rule COMPILE when the protos do not compile.
    """
    workspace = Workspace.of(context.process, context.project.root)
    buf = context.process.find("buf")
    state = context.work.state / "image.json"
    wanted = [context.inputs.sources, context.inputs.program(buf), context.inputs.code]
    if context.work.image.is_file() and _read(state) == wanted:
        return Image(context.work.image, workspace)
    with context.console.progress("building the image"), context.work.fresh("image") as folder:
        state.unlink(missing_ok=True)
        found = build(context, workspace, into=folder / "image.binpb")
        if found:
            raise Findings(diagnostics(found, severity=Severity.ERROR))
        context.work.replace(folder / "image.binpb", context.work.image)
        context.work.write(state, json.dumps(wanted).encode())
    return Image(context.work.image, workspace)


def build(
    context: Context, workspace: Workspace, *, into: Path, only: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Builds the image of a workspace within the project's paths, or of `only` some of its files."""
    return Buf(context.process, workspace.folder).build(
        into,
        paths=tuple(only) or workspace.limits(context.project.paths),
        exclude=workspace.limits((*context.project.exclude, *context.inputs.installed)),
    )


def diagnostics(found: Iterable[Finding], *, severity: Severity) -> tuple[Diagnostic, ...]:
    """buf's findings as ours."""
    return tuple(
        Diagnostic(
            Position(item.path, item.line, item.column) if item.path else None,
            severity,
            item.rule,
            item.message.rstrip("."),
        )
        for item in found
    )


def _is_import(file: FileDescriptorProto) -> bool:
    from google.protobuf.unknown_fields import UnknownFieldSet

    unknown = UnknownFieldSet(file)
    fields = (unknown[index] for index in range(len(unknown)))
    return any(
        field.field_number == _IMAGE_EXTENSION and bytes(field.data).startswith(_IS_IMPORT)
        for field in fields
    )


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
