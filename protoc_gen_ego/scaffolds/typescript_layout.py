"""Properties of ts-proto's objects: their names, and how prettier lays them out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from protoc_gen_ego.languages.typescript import WIDTH


def key_of(name: str) -> str:
    """`order_id` -> `orderId`, as ts-proto has it: all upper case becomes lower, mixed case stays.

    >>> key_of("order_id"), key_of("camelCase"), key_of("_under"), key_of("UPPER_CASE")
    ('orderId', 'camelCase', 'Under', 'upperCase')
    """
    if "_" not in name:
        return name
    words = name.split("_") if re.search("[a-z]", name) else name.lower().split("_")
    return "".join([words[0], *(word[:1].upper() + word[1:] for word in words[1:])])


def joined(key: str, value: str, indent: int) -> str:
    """A property; a string that does not fit goes below its key, as prettier has it."""
    if "\n" in value or indent + len(key) + len(value) + 3 <= WIDTH or len(key) < 5:
        return f"{key}: {value},"
    if value.startswith("Buffer.from("):
        pad = " " * indent
        return f"{key}: Buffer.from(\n{pad}  {value[len('Buffer.from(') : -1]},\n{pad}),"
    return f"{key}:\n{' ' * (indent + 2)}{value},"


def property_of(key: str) -> str:
    """The key of an object, from a literal: in quotes only where it has to be.

    >>> property_of('"a"'), property_of('"a-b"'), property_of("1"), property_of("-1")
    ('a', '"a-b"', '1', '"-1"')
    """
    if key.startswith('"'):
        return key[1:-1] if re.fullmatch(r'"[A-Za-z_$][\w$]*"', key, re.ASCII) else key
    return key if key[:1].isdigit() else f'"{key}"'


def in_brackets(elements: Sequence[str], indent: int, lead: int) -> str:
    """A list; `lead` columns stand between the indent and its bracket, and a comma comes behind it."""
    flat = f"[{', '.join(elements)}]"
    objects = len(elements) > 1 and all(each.startswith("{\n") for each in elements)
    if "\n" not in flat and not objects and indent + lead + len(flat) + 1 <= WIDTH:
        return flat
    pad = " " * (indent + 2)
    if len(elements) > 1 and all(_NUMBER.fullmatch(each) for each in elements):
        return f"[\n{_filled(elements, pad)}\n{' ' * indent}]"
    return f"[\n{''.join([f'{pad}{each},{chr(10)}' for each in elements])}{' ' * indent}]"


_NUMBER = re.compile(r"-?[0-9][0-9.e+-]*")  # without the n of a bigint


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
