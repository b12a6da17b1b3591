"""What is said beside names and below comments: marks, options, rules. HTML, escaped where it stands."""

from __future__ import annotations

from ego_ci.site.html import escape
from ego_ci.site.show import Show
from protoc_gen_ego.docs.element import Element
from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.types import GROUP, MESSAGE


def marks(show: Show, element: Element) -> str:
    """What is said beside a name: deprecated, new, breaking."""
    found = ["deprecated"] if element.deprecated else []
    found += show.marks(element.full_name)
    return "".join([f' <span class="mark {escape(one)}">{escape(one)}</span>' for one in found])


def options(element: Element) -> str:
    """The options of an element with their values."""
    found = element.shown_options
    told = [f"<li>Option <code>{escape(o.name)} = {escape(o.value)}</code></li>" for o in found]
    return f'<ul class="options">{"".join(told)}</ul>' if told else ""


def notes(show: Show, field: FieldView) -> str:
    """What is to be said of a field beside its comment."""
    descriptor = field.descriptor
    found = []
    if descriptor.HasField("default_value"):
        found.append(f"Default: <code>{escape(field.default)}</code>")
    if field.json_name:
        found.append(f"In JSON: <code>{escape(field.json_name)}</code>")
    if descriptor.type in (GROUP, MESSAGE) and field.delimited:
        found.append("Written between two tags, as a group.")
    if descriptor.HasField("options"):
        if field.behaviors:
            found.append(f"{escape(', '.join(field.behaviors)).capitalize()}.")
        if field.rules:
            found.append(f"Must be {show.phrases(field.rules)}.")
    told = "".join([f'<p class="note">{one}</p>' for one in found])
    return told + options(field)
