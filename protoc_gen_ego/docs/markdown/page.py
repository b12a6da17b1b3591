"""The page of a package."""

from __future__ import annotations

from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.fields import ExtensionView
from protoc_gen_ego.docs.markdown.content import blocks, summary
from protoc_gen_ego.docs.markdown.enum import enum_section
from protoc_gen_ego.docs.markdown.message import message_section
from protoc_gen_ego.docs.markdown.names import TITLES, Names
from protoc_gen_ego.docs.markdown.notes import DEPRECATED, facts, find, label, notes, options
from protoc_gen_ego.docs.markdown.service import service_section
from protoc_gen_ego.docs.markdown.text import code
from protoc_gen_ego.docs.prose import first_words
from protoc_gen_ego.docs.views import PackageView


def package_page(page: PackageView, names: Names) -> str:
    """The whole page."""
    title = f"Package {code(page.name)}" if page.name else "Files without a package"
    out = [f"# {title}"]
    for file in page.files:
        if file.prose and file.prose in page.proses:
            out += blocks(file.prose, find(file, names))
    services, messages = page.services, page.messages
    enums, extensions = page.enums, page.extensions
    out += _contents([*services, *messages, *enums, *extensions], names)
    if services:
        out += ["", "## Services"]
        for service in services:
            out += service_section(service, names)
    if messages:
        out += ["", "## Messages"]
        for message in messages:
            out += message_section(message, names)
    if enums:
        out += ["", "## Enums"]
        for enum in enums:
            out += enum_section(enum, names)
    if extensions:
        out += ["", "## Extensions"]
        for extension in extensions:
            out += _extension(extension, names)
    return "\n".join([*out, *_files(page), ""])


def _contents(elements: list[Element], names: Names) -> list[str]:
    if not elements:
        return []
    package = elements[0].file.package
    out = ["", "| Contents | |", "|---|---|"]
    for element in elements:
        kind = element.kind
        full_name = element.full_name
        prose = element.prose
        told = first_words(prose.text) if prose.verbatim else None
        if told is None:
            told = summary(prose, find(element, names))
        if element.deprecated:
            told = f"{DEPRECATED} {told}".rstrip()
        anchor = names.slug(kind, full_name, package)
        out.append(f"| {TITLES[kind]} [{label(element, package)}](#{anchor}) | {told} |")
    return out


def _extension(extension: ExtensionView, names: Names) -> list[str]:
    package = extension.file.package
    out = ["", f"### {names.heading('extension', extension.full_name, package)}"]
    out += facts(extension)
    out += blocks(extension.prose, find(extension, names))
    told = [
        f"- Extends: {names.type(extension.extendee, package)}",
        f"- Number: {extension.number}",
        f"- Type: {names.type(extension.type, package)}",
    ]
    if extension.label:
        told.append(f"- Label: {extension.label}")
    told += [f"- {note}" for note in notes(extension)]
    return [*out, "", *told]


def _files(page: PackageView) -> list[str]:
    out = ["", "## Files", "", "| File | Syntax | Options |", "|---|---|---|"]
    for file in page.files:
        told = ", ".join(options(file, cell=True))
        if file.deprecated:
            told = f"{DEPRECATED} {told}".rstrip()
        out.append(f"| {code(file.name, cell=True)} | {file.syntax} | {told} |")
    return out
