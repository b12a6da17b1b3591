"""Single values of samples: what a field is set to by its type, its name, its rules, and its place in a sequence."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Mapping
from typing import Any

from protoc_gen_ego.scaffolds.fields import FLOATS

Plain = int | float | bool | str | bytes
_NEW_YEAR = 1767225600  # 2026-01-01T00:00:00Z
_BOOL, _STRING, _BYTES = 8, 9, 12
# FieldDescriptorProto.Type
_NUMBERS = {
    "double": 1,
    "float": 2,
    "int64": 3,
    "uint64": 4,
    "int32": 5,
    "fixed64": 6,
    "fixed32": 7,
    "bool": _BOOL,
    "string": _STRING,
    "bytes": _BYTES,
    "uint32": 13,
    "sfixed32": 15,
    "sfixed64": 16,
    "sint32": 17,
    "sint64": 18,
}


def scalar(kind: str, name: str, said: Mapping[str, Any], place: int) -> Plain:
    """A value of a scalar type; places tell the messages of a stream and the items of a list apart.

    >>> scalar("string", "city", {}, 0), scalar("string", "city", {}, 1), scalar("int32", "n", {}, 1)
    ('city', 'city2', 2)
    """
    if said:
        return _by_rules(kind, name, said, place)
    if kind in ("string", "bytes"):
        text = f"{name}{place + 1}" if place else name
        return text if kind == "string" else text.encode()
    if kind == "bool":
        return place % 2 == 0
    return place + 1.5 if kind in FLOATS else place + 1


def _by_rules(kind: str, name: str, said: Mapping[str, Any], place: int) -> Plain:
    from protoc_gen_ego.docs import sample  # few have rules

    made = sample.scalar(_NUMBERS[kind], name, said, place)
    if kind == "bytes":
        return base64.b64decode(made)
    if kind == "string":
        return str(made)
    if kind == "bool":
        return bool(made)
    return float(made) if kind in FLOATS else int(made)


def number(numbers: list[int], said: Mapping[str, Any], place: int) -> int:
    """Which of an enum's numbers: one that its rules allow, not zero if there is another one."""
    if "const" in said:
        return int(said["const"])
    allowed = list(said.get("in", ())) or numbers
    allowed = [one for one in allowed if one not in said.get("not_in", ())] or numbers
    named = [one for one in allowed if one] or allowed
    return named[place % len(named)]


def known(full_name: str, said: Mapping[str, Any], place: int) -> dict[str, Plain] | None:
    """The fields of google.protobuf's own types, where not any value is a valid one; None for all other messages."""
    name = full_name.removeprefix("google.protobuf.")
    if name == full_name:
        return None
    if name in ("Timestamp", "Duration"):
        return _moment(name, said, place)
    number = place + 1 if place else ""
    fields: dict[str, dict[str, Plain]] = {
        "Any": {"type_url": "type.googleapis.com/google.protobuf.Empty"},
        "Value": {"string_value": f"value{number}"},
        "FieldMask": {"paths": f"name{number}"},
    }
    return fields.get(name)


def _moment(name: str, said: Mapping[str, Any], place: int) -> dict[str, Plain]:
    if not said:
        return {"seconds": (_NEW_YEAR if name == "Timestamp" else 1) + place}
    from protoc_gen_ego.docs import sample

    text = str(sample.well_known(f"google.protobuf.{name}", said))
    whole, _, rest = text.rstrip("sZ").partition(".")
    if name == "Timestamp":
        moment = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
        seconds = round(moment.timestamp())
    else:
        seconds = int(whole)
    nanos = int(rest.ljust(9, "0")) if rest else 0
    if whole.startswith("-") and name == "Duration":
        nanos = -nanos
    return {"seconds": seconds, "nanos": nanos} if nanos else {"seconds": seconds}
