"""Features of editions, resolved: presence, open or closed enums, message encoding (descriptor.proto, FeatureSet)."""

from __future__ import annotations

from typing import Any, NamedTuple

_EDITION_PROTO2, _EDITION_PROTO3 = 998, 999


class Features(NamedTuple):
    """What holds for an element; the enum names of FeatureSet."""

    field_presence: str  # EXPLICIT, IMPLICIT, LEGACY_REQUIRED
    enum_type: str  # OPEN, CLOSED
    repeated_field_encoding: str  # PACKED, EXPANDED
    message_encoding: str  # LENGTH_PREFIXED, DELIMITED


_PROTO2 = Features("EXPLICIT", "CLOSED", "EXPANDED", "LENGTH_PREFIXED")
_PROTO3 = Features("IMPLICIT", "OPEN", "PACKED", "LENGTH_PREFIXED")
_EDITIONS = Features("EXPLICIT", "OPEN", "PACKED", "LENGTH_PREFIXED")


def of_file(file: Any) -> Features:
    """The features that a FileDescriptorProto begins with."""
    if file.syntax == "editions":
        start = {_EDITION_PROTO2: _PROTO2, _EDITION_PROTO3: _PROTO3}.get(file.edition, _EDITIONS)
    else:
        start = _PROTO3 if file.syntax == "proto3" else _PROTO2
    return refined(start, file.options) if file.HasField("options") else start


def refined(inherited: Features, options: Any) -> Features:
    """The features of an element with these options, inside of something with the inherited ones."""
    if not options.HasField("features"):
        return inherited
    features = options.features
    stated = {}
    for name in Features._fields:
        if features.HasField(name):
            kinds = features.DESCRIPTOR.fields_by_name[name].enum_type.values_by_number
            number = getattr(features, name)
            if number in kinds and number:
                stated[name] = kinds[number].name
    return inherited._replace(**stated)


def syntax(file: Any) -> str:
    """`proto2`, `proto3`, `edition 2023`."""
    if file.syntax == "editions":
        return f"edition {_YEARS.get(file.edition, file.edition)}"
    return "proto3" if file.syntax == "proto3" else "proto2"


_YEARS = {_EDITION_PROTO2: "proto2", _EDITION_PROTO3: "proto3", 1000: "2023", 1001: "2024"}
