"""Properties of ts-proto's objects: their names, and how prettier lays them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from protoc_gen_ego.languages.typescript import WIDTH

KEY = 5  # letters of a key below which a line break would not help
_STAYING = ("true", "false")  # as numbers do
_NUMBER = re.compile(r"-?[0-9][0-9.e+-]*")  # without the n of a bigint


def key_of(name: str) -> str:
    """`order_id` -> `orderId`, as ts-proto has it: all upper case becomes lower, mixed case stays.

    >>> key_of("order_id"), key_of("camelCase"), key_of("_under"), key_of("UPPER_CASE")
    ('orderId', 'camelCase', 'Under', 'upperCase')
    """
    if "_" not in name:
        return name
    words = name.split("_") if re.search("[a-z]", name) else name.lower().split("_")
    return "".join([words[0], *(word[:1].upper() + word[1:] for word in words[1:])])


Laid = Callable[[int, int], str]
"""A value, laid out for an indent and the columns that stand between it and the value."""


def placed(key: str, laid: Laid, indent: int) -> str:
    """A property: the value goes below its key if not even its first line fits behind it.

    >>> print(placed("short", lambda *_: '"text"', 2))
    short: "text",
    """
    lead = len(key) + 2
    value = laid(indent, lead)
    first, _, rest = value.partition("\n")
    fits = indent + lead + len(first) + (not rest) <= WIDTH
    if fits or len(key) < KEY or value in _STAYING or _NUMBER.fullmatch(value):
        return f"{key}: {value},"
    return f"{key}:\n{' ' * (indent + 2)}{laid(indent + 2, 0)},"


def chained(text: str, indent: int, lead: int) -> str:
    """Names with dots, with a comma to come: as many to a line as fit, the next ones below."""
    first, *rest = text.split(".")
    lines = [" " * (indent + lead) + first]
    for number, name in enumerate(rest, 1):
        if len(lines[-1]) + 1 + len(name) + (number == len(rest)) > WIDTH:
            lines.append(" " * (indent + 2))
        lines[-1] += f".{name}"
    return "\n".join(lines)[indent + lead :]


def property_of(key: str) -> str:
    """The key of an object, from a literal: in quotes only where it has to be.

    >>> property_of('"a"'), property_of('"a-b"'), property_of("1"), property_of("-1")
    ('a', '"a-b"', '1', '"-1"')
    """
    if key.startswith('"'):
        return key[1:-1] if re.fullmatch(r'"[A-Za-z_$][\w$]*"', key, re.ASCII) else key
    return key if key[:1].isdigit() else f'"{key}"'


def in_brackets(elements: Sequence[str], indent: int, lead: int, *, breaks: bool = False) -> str:
    """A list; `lead` columns stand between the indent and its bracket, and a comma comes behind it.

    breaks: it is never on one line.
    """
    flat = f"[{', '.join(elements)}]"
    objects = len(elements) > 1 and all(each.startswith("{\n") for each in elements)
    if "\n" not in flat and not (objects or breaks) and indent + lead + len(flat) + 1 <= WIDTH:
        return flat
    pad = " " * (indent + 2)
    if len(elements) > 1 and all(_NUMBER.fullmatch(each) for each in elements):
        return f"[\n{_filled(elements, pad)}\n{' ' * indent}]"
    return f"[\n{''.join([f'{pad}{each},{chr(10)}' for each in elements])}{' ' * indent}]"


def _filled(elements: Sequence[str], pad: str) -> str:
    """Numbers, as many as fit in a line."""
    lines = [pad]
    for each in elements:
        gap = "" if lines[-1] == pad else " "
        if len(lines[-1]) + len(gap) + len(each) + 1 > WIDTH and gap:
            lines.append(pad)
            gap = ""
        lines[-1] += f"{gap}{each},"
    return "\n".join(lines)
