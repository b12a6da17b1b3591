"""The section of an enum."""

from __future__ import annotations

from protoc_gen_ego.docs.enums import EnumView, ValueView
from protoc_gen_ego.docs.markdown.content import blocks, cell, fits_cell, sentences
from protoc_gen_ego.docs.markdown.names import FOLDER, Names
from protoc_gen_ego.docs.markdown.notes import DEPRECATED, facts, find, options, users
from protoc_gen_ego.docs.markdown.text import code, link


def enum_section(enum: EnumView, names: Names) -> list[str]:
    """The section, line by line."""
    package = enum.file.package
    out = ["", f"### {names.heading('enum', enum.full_name, package)}"]
    out += facts(enum)
    out += blocks(enum.prose, find(enum, names))
    out += ["", "| Value | No. | Description |", "|---|---|---|"]
    plain = not enum.descriptor.options.allow_alias and not names.library.errors.has(enum.full_name)
    more: list[str] = []
    for value in enum.values:
        prose = value.prose
        name = value.name
        ordinary = plain and prose.verbatim and not value.descriptor.HasField("options")
        if ordinary and name.isidentifier() and "\n" not in prose.text:
            out.append(f"| `{name}` | {value.number} | {prose.text} |")
            continue
        out.append(_row(value, names))
        if not fits_cell(prose):
            more += ["", f"More about {code(name)}:", *blocks(prose, find(value, names))]
    out += more
    told = []
    if enum.reserved:
        told.append(f"- Reserved: {', '.join([code(one) for one in enum.reserved])}")
    if enum.closed:
        told.append("- Closed: a number that is not listed is an unknown field")
    told += [f"- Option: {one}" for one in options(enum)]
    used = users(enum.used_by, package, names)
    if used:
        told.append(f"- Used by: {used}")
    return [*out, "", *told] if told else out


def _row(value: ValueView, names: Names) -> str:
    said = []
    alias = value.alias_of
    if alias:
        said.append(f"Alias of {code(alias, cell=True)}.")
    said += [f"Option {one}." for one in options(value, cell=True)]
    name = code(value.name, cell=True)
    error = value.error
    if error is not None:
        said.append(f"Error {code(error.status)}.")
        name = link(name, names.error_url(error.full_name, FOLDER))
    told = sentences(cell(value.prose, find(value, names)), said)
    if value.deprecated:
        told = f"{DEPRECATED} {told}".rstrip()
    return f"| {name} | {value.number} | {told} |"
