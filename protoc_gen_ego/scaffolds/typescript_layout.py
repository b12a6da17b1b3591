"""Properties of ts-proto's objects: their names, and how prettier lays them out."""

from __future__ import annotations

import re

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
