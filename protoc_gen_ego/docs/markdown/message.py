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
from protoc_gen_ego.docs.views import MessageView, OneofView

_HEAD = ["", "| Field | No. | Type | Label | Description |", "|---|---|---|---|---|"]


def message_section(message: MessageView, names: Names) -> list[str]:
    """The section, line by line."""
    package = message.file.package
    descriptor = message.descriptor
    optioned = descriptor.HasField("options")
    out = ["", f"### {names.heading('message', message.full_name, package)}"]
    if optioned:
        out += facts(message)
    prose = message.prose
    if prose.verbatim:
        out += ["", prose.text] if prose.text else []
    else:
        out += blocks(prose, find(message, names))
    if descriptor.field:
        more: list[str] = []
        out += _HEAD
        out += rows(message, names, more)
        out += more
    else:
        out += ["", "It has no fields."]
    if descriptor.oneof_decl:
        for oneof in message.oneofs:
            out += _oneof(oneof, names)
    told = []
    if descriptor.reserved_range or descriptor.reserved_name:
        told.append(f"- Reserved: {', '.join([code(one) for one in message.reserved])}")
    if descriptor.extension_range:
        ranges = ", ".join([code(one) for one in message.extension_ranges])
        told.append(f"- For extensions: {ranges}")
    if optioned:
        rules = message.rules
        told += [f"- Rules: {phrases(rules)}"] if rules else []
        told += [f"- Option: {one}" for one in options(message)]
    used = message.used_by
    if used:
        told.append(f"- Used by: {users(used, package, names)}")
    return [*out, "", *told] if told else out


def _oneof(oneof: OneofView, names: Names) -> list[str]:
    rules = phrases(oneof.rules) or "at most one of them is set"
    fields = ", ".join([code(name) for name in oneof.field_names])
    out = ["", f"One of {code(oneof.name)}: {fields}; {rules}."]
    out += blocks(oneof.prose, find(oneof, names))
    told = [f"- Option: {one}" for one in options(oneof)]
    return [*out, "", *told] if told else out
