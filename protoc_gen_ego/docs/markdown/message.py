"""The section of a message: its comment, a table of its fields, and what else is to be said."""

from __future__ import annotations

from protoc_gen_ego.docs.markdown.content import blocks
from protoc_gen_ego.docs.markdown.names import Names
from protoc_gen_ego.docs.markdown.notes import (
    facts,
    find,
    options,
    phrases,
    users,
)
from protoc_gen_ego.docs.markdown.rows import rows
from protoc_gen_ego.docs.markdown.text import code
from protoc_gen_ego.docs.views import MessageView

_HEAD = ["", "| Field | No. | Type | Label | Description |", "|---|---|---|---|---|"]


def message_section(message: MessageView, names: Names) -> list[str]:
    """The section, line by line."""
    package = message.file.package
    out = ["", f"### {names.heading('message', message.full_name, package)}"]
    out += facts(message)
    out += blocks(message.prose, find(message, names))
    more: list[str] = []
    if message.descriptor.field:
        out += _HEAD
        out += rows(message, names, more)
        out += more
    else:
        out += ["", "It has no fields."]
    for oneof in message.oneofs:
        told = blocks(oneof.prose, find(oneof, names))
        rules = f"; {phrases(oneof.rules)}" if oneof.rules else "; at most one of them is set"
        fields = ", ".join([code(field.name) for field in oneof.fields])
        out += ["", f"One of {code(oneof.name)}: {fields}{rules}.", *told]
        out += ["", *[f"- Option: {one}" for one in options(oneof)]] if oneof.shown_options else []
    told = _told(message, package, names)
    return [*out, "", *told] if told else out


def _told(message: MessageView, package: str, names: Names) -> list[str]:
    out = []
    if message.reserved:
        out.append(f"- Reserved: {', '.join([code(one) for one in message.reserved])}")
    if message.extension_ranges:
        out.append(
            f"- For extensions: {', '.join([code(one) for one in message.extension_ranges])}"
        )
    if message.rules:
        out.append(f"- Rules: {phrases(message.rules)}")
    out += [f"- Option: {one}" for one in options(message)]
    used = users(message.used_by, package, names)
    if used:
        out.append(f"- Used by: {used}")
    return out
