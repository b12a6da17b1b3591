"""What sections and rows have in common: notes about an element beside its comment."""

from __future__ import annotations

from collections.abc import Iterable

from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.index import Use
from protoc_gen_ego.docs.inline import parse_inline
from protoc_gen_ego.docs.markdown.content import Find, line
from protoc_gen_ego.docs.markdown.names import Names
from protoc_gen_ego.docs.markdown.text import code

DEPRECATED = "**Deprecated.**"


def find(element: Element, names: Names) -> Find:
    """How references in the element's comment become links on its page."""

    def url(name: str) -> str:
        target = element.resolve(name)
        return names.url(target, element.file.package) if target else ""

    return url


def label(element: Element, package: str) -> str:
    """The name behind the package, as code: `User.Settings`."""
    full_name = element.full_name
    inside = full_name[len(package) + 1 :] if package else full_name
    return f"`{inside}`" if inside.isidentifier() else code(inside, cell=True)


def facts(element: Element) -> list[str]:
    """What stands before the comment of a section."""
    return ["", DEPRECATED] if element.deprecated else []


def options(element: Element, *, cell: bool = False) -> list[str]:
    """The options with their values, as code."""
    return [code(f"{name} = {value}", cell=cell) for name, value in element.shown_options]


def notes(field: FieldView) -> list[str]:
    """What is to be said of a field or an extension, one sentence each."""
    found: list[str] = []
    descriptor = field.descriptor
    if descriptor.HasField("default_value"):
        found.append(f"Default: {code(field.default, cell=True) or 'empty'}.")
    json_name = field.json_name
    if json_name:
        found.append(f"In JSON: {code(json_name, cell=True)}.")
    if field.delimited:
        found.append("Written between two tags, as a group.")
    if not descriptor.HasField("options"):
        return found
    behaviors = field.behaviors
    if behaviors:
        told = ", ".join(behaviors)
        found.append(f"{told[0].upper()}{told[1:]}.")
    rules = field.rules
    if rules:
        found.append(f"Must be {phrases(rules, cell=True)}.")
    found += [f"Option {one}." for one in options(field, cell=True)]
    return found


def phrases(rules: Iterable[str], *, cell: bool = False) -> str:
    """Rules in words on one line."""
    return "; ".join([line(parse_inline(rule), _nowhere, cell=cell) for rule in rules])


def _nowhere(_name: str) -> str:
    return ""


def users(uses: Iterable[Use], page: str, names: Names) -> str:
    """Who uses a type, each once, as links."""
    seen = dict.fromkeys(use.user for use in uses)
    return ", ".join([names.name(user, _shown(user, page), page) for user in seen])


def _shown(full_name: str, package: str) -> str:
    return full_name[len(package) + 1 :] if full_name.startswith(f"{package}.") else full_name
