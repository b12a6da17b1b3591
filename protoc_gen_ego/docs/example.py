"""An example of a message as JSON, by protobuf's JSON mapping and by the protovalidate rules that are understood."""

from __future__ import annotations

import json
from typing import Any

from protoc_gen_ego.docs import rules, sample
from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.types import NUMBERS, TypeRef
from protoc_gen_ego.schema.source import text

_DEEPEST = 5  # messages in messages; what is deeper is left out where it may be
_LEFT_OUT = object()
Said = dict[str, Any]  # the rules of one value: name -> value


def example(library: Library, full_name: str) -> str:
    """The example, indented by two spaces; `{}` for a message that the request does not have."""
    return json.dumps(_message(library, full_name, ()), indent=2, ensure_ascii=False)


def _message(library: Library, full_name: str, above: tuple[str, ...]) -> Any:
    message = library.message(full_name)
    found: dict[str, Any] = {}
    chosen: set[str] = set()  # oneofs that have their field
    for field in message.fields if message else ():
        needed = field.label == "required" or "required" in field.behaviors
        if (field.deprecated and not needed) or (field.oneof and field.oneof in chosen):
            continue
        made = _field(library, field, (*above, full_name))
        if made is not _LEFT_OUT:
            chosen.add(field.oneof)
            found[text(field.descriptor.json_name) or field.name] = made
    return found


def _field(library: Library, field: FieldView, above: tuple[str, ...]) -> Any:
    said = field.set_options.get(rules.FIELD)
    of_field = rules.flat(said[1]) if said else {}
    kind = field.type
    if kind.value is not None:
        value = _single(library, field.name, kind.value, above, rules.flat(of_field.get("values")))
        key = NUMBERS.get(kind.key, 9)
        count = max(int(of_field.get("min_pairs", 1)), 1)
        if value is _LEFT_OUT:
            return _LEFT_OUT
        names = sample.keys(key, rules.flat(of_field.get("keys")), count)
        return dict.fromkeys(names, value)
    if field.label == "repeated":
        items = rules.flat(of_field.get("items"))
        count = max(int(of_field.get("min_items", 1)), 1)
        values = [
            _single(library, field.name, kind, above, items, place)
            for place in range(min(count, 20))
        ]
        return _LEFT_OUT if _LEFT_OUT in values else values
    return _single(library, field.name, kind, above, of_field)


def _single(
    library: Library,
    name: str,
    kind: TypeRef,
    above: tuple[str, ...],
    said: Said,
    place: int = 0,
) -> Any:
    if kind.kind == "scalar":
        return sample.scalar(NUMBERS[kind.name], name, said, place)
    if kind.kind == "enum":
        return _enum(library, kind.full_name, said)
    if kind.full_name in sample.WELL_KNOWN:
        return sample.well_known(kind.full_name, said)
    if kind.full_name in above or len(above) >= _DEEPEST or kind.target is None:
        return _LEFT_OUT
    return _message(library, kind.full_name, above)


def _enum(library: Library, full_name: str, said: Said) -> Any:
    values = library.enum_values(full_name)
    if full_name == "google.protobuf.NullValue":
        return None
    if not values:
        return 0
    if "const" in said or said.get("in"):
        number = said["const"] if "const" in said else said["in"][0]
        return next((name for name, known in values if known == number), number)
    refused = set(said.get("not_in", ()))
    allowed = [name for name, number in values if number not in refused]
    named = [name for name, number in values if number and number not in refused]
    return (named or allowed or [values[0][0]])[0]
