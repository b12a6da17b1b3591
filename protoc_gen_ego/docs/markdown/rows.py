"""The rows of a message's table of fields.

Most fields have a name, a type and a comment, and nothing else. Their rows are written from the descriptor, because a
repository has a hundred thousand of them; all others from their view. Both ways give the same row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protoc_gen_ego.docs.fields import FieldView, is_plain
from protoc_gen_ego.docs.markdown.content import blocks, cell, fits_cell, sentences, summary
from protoc_gen_ego.docs.markdown.names import Names
from protoc_gen_ego.docs.markdown.notes import DEPRECATED, find, notes
from protoc_gen_ego.docs.markdown.text import code
from protoc_gen_ego.docs.prose import NOTHING, Prose
from protoc_gen_ego.docs.types import MESSAGE
from protoc_gen_ego.docs.views import MessageView
from protoc_gen_ego.schema.scalars import SCALARS
from protoc_gen_ego.schema.source import Path, text

_SCALARS = {number: f"`{name}`" for number, name in SCALARS.items()}
_REQUIRED, _REPEATED = 2, 3  # FieldDescriptorProto.Label


def rows(message: MessageView, names: Names, more: list[str]) -> Iterator[str]:
    """The rows; what does not fit into one is added to `more`, to be said after the table."""
    features = message.features
    explicit = "" if features.field_presence == "IMPLICIT" else "optional"
    ordinary = features.field_presence in ("IMPLICIT", "EXPLICIT")
    ordinary = ordinary and features.message_encoding == "LENGTH_PREFIXED"
    proses: dict[Path, Prose] = message.file.proses  # type: ignore[attr-defined]
    package = message.file.package
    start = (*message.path, 2)
    for index, field in enumerate(message.descriptor.field):
        name, kind, label = field.name, field.type, field.label
        if not ordinary or not is_plain(field):
            yield _row(FieldView(field, message, (*start, index)), names, more)
            continue
        prose = proses.get((*start, index), NOTHING)
        if prose.verbatim and "\n" not in prose.text:
            told = prose.text
        else:
            leads = find(FieldView(field, message, (*start, index)), names)
            if fits_cell(prose):
                told = cell(prose, leads)
            else:
                told = summary(prose, leads)
                more += ["", f"More about `{name}`:", *blocks(prose, leads)]
        shown = _SCALARS.get(kind) or _named(field, message, names, package)
        if label == _REPEATED:
            said = "map" if shown.startswith("map\\<") else "repeated"
        elif field.proto3_optional:
            said = "optional"
        elif field.HasField("oneof_index"):
            said = (
                f"one of {code(message.descriptor.oneof_decl[field.oneof_index].name, cell=True)}"
            )
        else:
            said = "optional" if kind == MESSAGE else explicit
        yield f"| `{name}` | {field.number} | {shown} | {said} | {told} |"


def _named(field: Any, message: MessageView, names: Names, package: str) -> str:
    """The type of a field that is no scalar."""
    name = text(field.type_name)
    if field.label == _REPEATED and message.descriptor.nested_type and name in message.entries:
        return names.type(FieldView(field, message, ()).type, package)
    return names.message(name[1:], package)


def _row(field: FieldView, names: Names, more: list[str]) -> str:
    prose, leads = field.prose, find(field, names)
    said = notes(field)
    if not fits_cell(prose):
        more += ["", f"More about {code(field.name)}:", *blocks(prose, leads)]
    told = sentences(cell(prose, leads), said)
    if field.deprecated:
        told = f"{DEPRECATED} {told}".rstrip()
    oneof = field.oneof
    label = f"one of {code(oneof, cell=True)}" if oneof else field.label
    kind = names.type(field.type, field.file.package)
    return f"| {code(field.name, cell=True)} | {field.number} | {kind} | {label} | {told} |"
