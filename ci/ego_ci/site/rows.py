"""The rows of the tables of fields and of values. HTML, escaped where it stands.

Most fields have a name, a type and a comment, and nothing else. Their rows are written from the descriptor, because a
repository has a hundred thousand of them; all others from their view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ego_ci.site.html import escape, fragment, is_ordinary
from ego_ci.site.notes import marks, notes, options
from ego_ci.site.show import Show
from protoc_gen_ego.docs.enums import EnumView, ValueView
from protoc_gen_ego.docs.fields import ExtensionView, FieldView, is_plain
from protoc_gen_ego.docs.prose import NOTHING, Prose
from protoc_gen_ego.docs.types import MESSAGE
from protoc_gen_ego.docs.views import MessageView
from protoc_gen_ego.schema.scalars import SCALARS
from protoc_gen_ego.schema.source import Path, text

_SCALARS = {number: f"<code>{name}</code>" for number, name in SCALARS.items()}
_REQUIRED, _REPEATED = 2, 3  # FieldDescriptorProto.Label


def fields(show: Show, message: MessageView, contains: dict[str, None]) -> Iterator[str]:
    """The rows of a message; the types that it contains are added, by their full names."""
    features = message.features
    presence = features.field_presence
    explicit = "" if presence == "IMPLICIT" else "optional"
    full_name, descriptor = message.full_name, message.descriptor
    ordinary = (
        presence in ("IMPLICIT", "EXPLICIT")
        and features.message_encoding == "LENGTH_PREFIXED"
        and is_ordinary(full_name)
        and not show.has_marks
    )
    proses: dict[Path, Prose] = message.file.proses  # type: ignore[attr-defined]
    start = (*message.path, 2)
    for index, field in enumerate(descriptor.field):
        name, kind, label = field.name, field.type, field.label
        if kind not in _SCALARS:
            _contained(message, field, contains)
        if not ordinary or not is_plain(field):
            yield _field(show, FieldView(field, message, (*start, index)))
            continue
        if label == _REPEATED:
            said = "repeated"
        elif field.proto3_optional:
            said = "optional"
        elif field.HasField("oneof_index"):
            said = (
                f"one of <code>{escape(text(descriptor.oneof_decl[field.oneof_index].name))}</code>"
            )
        else:
            said = "optional" if kind == MESSAGE else explicit
        shown = _SCALARS.get(kind)
        if shown is None:
            if label == _REPEATED and message.entries and text(field.type_name) in message.entries:
                said = "map"
                shown = show.type_link(FieldView(field, message, ()).type)
            else:
                shown = show.named_type(text(field.type_name)[1:])
        there = f"{full_name}.{name}"
        prose = proses.get((*start, index), NOTHING)
        yield (
            f'<tr id="{there}"><th scope="row"><a class="self" href="#{there}"><code>{name}</code></a></th>'
            f"<td>{field.number}</td><td>{shown}</td><td>{said}</td><td>{show.told(prose, there)}</td></tr>\n"
        )


def values(show: Show, enum: EnumView) -> Iterator[str]:
    """The rows of an enum."""
    descriptor, scope = enum.descriptor, enum.scope
    ordinary = (
        (not scope or is_ordinary(scope))
        and not descriptor.options.allow_alias
        and not show.library.errors.has(enum.full_name)
        and not show.has_marks
    )
    proses: dict[Path, Prose] = enum.file.proses  # type: ignore[attr-defined]
    start = (*enum.path, 2)
    for index, value in enumerate(descriptor.value):
        name = value.name
        if (
            not ordinary
            or type(name) is not str
            or not (name.isidentifier() and name.isascii())
            or value.HasField("options")
        ):
            yield _value(show, ValueView(value, enum, (*start, index)))
            continue
        there = f"{scope}.{name}" if scope else name
        prose = proses.get((*start, index), NOTHING)
        yield (
            f'<tr id="{there}"><th scope="row"><a class="self" href="#{there}"><code>{name}</code></a></th>'
            f"<td>{value.number}</td><td>{show.told(prose, there)}</td></tr>\n"
        )


def extension(show: Show, view: ExtensionView) -> str:
    """The row of an extension."""
    full_name, kind = view.full_name, show.type_link(view.type)
    said = " <small>repeated</small>" if view.label == "repeated" else ""
    return (
        f'<tr id="{escape(full_name)}"><th scope="row"><a class="self" href="#{fragment(full_name)}">'
        f"<code>{escape(show.inside(view))}</code></a>{marks(show, view)}</th><td>{view.number}</td>"
        f"<td>{kind}{said}</td><td>{show.type_link(view.extendee)}</td>"
        f"<td>{show.told(view.prose, full_name)}{notes(show, view)}</td></tr>\n"
    )


def _contained(message: MessageView, field: Any, contains: dict[str, None]) -> None:
    name = text(field.type_name)
    entry = message.entries.get(name) if field.label == _REPEATED else None
    if entry is not None:
        name = text(entry.field[-1].type_name)
    if name:
        contains[name[1:]] = None


def _field(show: Show, field: FieldView) -> str:
    oneof = field.oneof
    label = f"one of <code>{escape(oneof)}</code>" if oneof else escape(field.label)
    middle = f"<td>{show.type_link(field.type)}</td><td>{label}</td>"
    return _row(show, field, middle, notes(show, field))


def _value(show: Show, value: ValueView) -> str:
    said = ""
    alias, error = value.alias_of, value.error
    if alias:
        said += f'<p class="note">Alias of <code>{escape(alias)}</code></p>'
    if error:
        url = escape(show.url_of(value.full_name))
        said += f'<p class="note">Error <a href="{url}"><code>{escape(error.status)}</code></a></p>'
    return _row(show, value, "", said + options(value))


def _row(show: Show, element: FieldView | ValueView, middle: str, said: str) -> str:
    full_name = element.full_name
    return (
        f'<tr id="{escape(full_name)}"><th scope="row"><a class="self" href="#{fragment(full_name)}">'
        f"<code>{escape(element.name)}</code></a>{marks(show, element)}</th><td>{element.number}</td>"
        f"{middle}<td>{show.told(element.prose, full_name)}{said}</td></tr>\n"
    )
