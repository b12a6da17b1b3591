"""The names that protoc gives classes and accessors in Java."""

from __future__ import annotations

import re

from protoc_gen_ego.languages.language import FileOptions
from protoc_gen_ego.scaffolds.fields import Facts, is_edition, is_group
from protoc_gen_ego.schema import File

_EDITION_2024 = 1001
# protoc puts `_` behind these, because messages have such methods already.
_FORBIDDEN = frozenset(
    "Class CachedSize SerializedSize InitializationErrorString UnknownFields AllFields DescriptorForType "
    "DefaultInstanceForType ParserForType".split()
)


def camel(name: str) -> str:
    """`order_id` -> `OrderId`; a letter behind a digit is a capital.

    >>> camel("order_id"), camel("with2digits_in"), camel("_under"), camel("class")
    ('OrderId', 'With2DigitsIn', 'Under', 'Class_')
    """
    out = []
    capital = True
    for char in name:
        if char.isalpha():
            out.append(char.upper() if capital else char)
            capital = False
        else:
            if char.isdigit():
                out.append(char)
            capital = True
    text = "".join(out)
    return f"{text}_" if text in _FORBIDDEN else text


def accessors(fields: tuple[Facts, ...]) -> dict[str, str]:
    """The names in setters by field name; protoc adds the numbers of two fields whose accessors would clash."""
    plain = {f.name: camel(f.type.name if f.type and is_group(f) else f.name) for f in fields}
    clashing = set()
    for index, one in enumerate(fields):
        for two in fields[index + 1 :]:
            first, second = plain[one.name], plain[two.name]
            if (
                first == second
                or (one.repeated and second in (f"{first}Count", f"{first}List"))
                or (two.repeated and first in (f"{second}Count", f"{second}List"))
            ):
                clashing |= {one.name, two.name}
    return {
        facts.name: plain[facts.name] + (str(facts.field.number) if facts.name in clashing else "")
        for facts in fields
    }


def outer_class(file: File, options: FileOptions) -> str:
    """The class around the messages of a file; '' where each has a file of its own."""
    if options.options.get("java_multiple_files") == "true" or is_edition(file, _EDITION_2024):
        return ""
    given = options.options.get("java_outer_classname")
    if given:
        return given
    stem = file.name.rpartition("/")[2].removesuffix(".proto")
    words = re.findall("[0-9]+|[A-Za-z]+", stem)
    name = "".join([word[0].upper() + word[1:] for word in words])
    names = {service.name for service in file.services} | {enum.name for enum in file.all_enums}
    names |= {message.name for message in file.all_messages}
    return f"{name}OuterClass" if name in names else name


def method_getter(name: str) -> str:
    """The static method of a `Grpc` class that gives a method's descriptor: `GetUser` -> `getGetUserMethod`."""
    out = ["get"]
    capital = True
    for char in f"{name}_method":
        if char == "_":
            capital = True
        else:
            out.append(char.upper() if capital else char)
            capital = False
    return "".join(out)
