"""protovalidate in words: the rules of buf.validate as sentences a caller understands.

The messages are read by the names of their fields, so no definition of theirs is needed here. What is not known by name
(a predefined rule of a company, a rule of a later version) is shown as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

FIELD, MESSAGE, ONEOF = "buf.validate.field", "buf.validate.message", "buf.validate.oneof"

_FORMATS = {
    "email": "an e-mail address",
    "hostname": "a host name",
    "ip": "an IP address",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "uri": "a URI",
    "uri_ref": "a URI or a relative reference",
    "address": "a host name or an IP address",
    "uuid": "a UUID",
    "tuuid": "a UUID without hyphens",
    "ip_with_prefixlen": "an IP address with a prefix length",
    "ipv4_with_prefixlen": "an IPv4 address with a prefix length",
    "ipv6_with_prefixlen": "an IPv6 address with a prefix length",
    "ip_prefix": "an IP prefix",
    "ipv4_prefix": "an IPv4 prefix",
    "ipv6_prefix": "an IPv6 prefix",
    "host_and_port": "a host and a port",
    "ulid": "a ULID",
    "protobuf_fqn": "the full name of a protobuf element",
    "protobuf_dot_fqn": "the full name of a protobuf element with a leading dot",
    "finite": "a finite number",
    "defined_only": "a value that the enum defines",
    "unique": "without duplicates",
    "lt_now": "in the past",
    "gt_now": "in the future",
}
_COMPARED = {
    "const": "exactly {}",
    "lt": "less than {}",
    "lte": "at most {}",
    "gt": "greater than {}",
    "gte": "at least {}",
    "in": "one of {}",
    "not_in": "none of {}",
    "prefix": "starting with {}",
    "suffix": "ending with {}",
    "contains": "containing {}",
    "not_contains": "not containing {}",
    "pattern": "matching {}",
    "within": "within {} of now",
}
_SIZES = {
    "len": "exactly {} character{s}",
    "min_len": "at least {} character{s}",
    "max_len": "at most {} character{s}",
    "len_bytes": "exactly {} byte{s}",
    "min_bytes": "at least {} byte{s}",
    "max_bytes": "at most {} byte{s}",
    "min_items": "at least {} item{s}",
    "max_items": "at most {} item{s}",
    "min_pairs": "at least {} entr{ies}",
    "max_pairs": "at most {} entr{ies}",
}
_WELL_KNOWN_REGEX = {1: "an HTTP header name", 2: "an HTTP header value"}
_SILENT = frozenset(("example", "strict"))
_IGNORE = {1: "checked only when set", 2: "checked only when set", 3: "never checked"}


def field_rules(rules: Any) -> tuple[str, ...]:
    """The rules of a field (buf.validate.FieldRules), one phrase each; code in backquotes.

    They follow "must be": `at least 1 character`, `required`.
    """
    found = dict.fromkeys(_field(rules))
    return tuple(sorted(found, key=lambda phrase: phrase != "required"))


def _field(rules: Any) -> Iterator[str]:
    for descriptor, value in rules.ListFields():
        name = descriptor.name
        if name == "required":
            if value:
                yield "required"
        elif name in ("cel", "cel_expression"):
            yield from map(_cel, value)
        elif name == "ignore":
            if value in _IGNORE:
                yield _IGNORE[value]
        elif descriptor.message_type is not None and not descriptor.is_repeated:
            size = descriptor.name in ("bytes", "string")
            yield from _typed(value, is_bytes=size and name == "bytes")
        else:
            yield _as_written(descriptor, value)


def _typed(rules: Any, *, is_bytes: bool) -> Iterator[str]:
    for descriptor, value in rules.ListFields():
        name = descriptor.name
        if name in _SILENT:
            continue
        if name in ("items", "keys", "values"):
            for phrase in field_rules(value):
                yield f"{_EACH[name]} {phrase}"
        elif descriptor.is_extension:
            yield _as_written(descriptor, value)
        elif name in _SIZES:
            phrase = _SIZES[name].replace("character", "byte") if is_bytes else _SIZES[name]
            yield phrase.format(
                value, s="" if value == 1 else "s", ies="y" if value == 1 else "ies"
            )
        elif name in _FORMATS:
            if value:
                yield _FORMATS[name]
        elif name == "well_known_regex":
            yield _WELL_KNOWN_REGEX.get(value, _as_written(descriptor, value))
        elif name in _COMPARED:
            yield _COMPARED[name].format(_values(descriptor, value))
        else:
            yield _as_written(descriptor, value)


_EACH = {"items": "each item", "keys": "each key", "values": "each value"}


def flat(message: Any) -> dict[str, Any]:
    """FieldRules as one dictionary, rule -> value: the rules of its type beside its own."""
    if message is None or isinstance(message, dict):
        return message or {}
    found: dict[str, Any] = {}
    for descriptor, value in message.ListFields():
        if descriptor.is_extension:
            continue
        inner = descriptor.message_type is not None and not descriptor.is_repeated
        if inner and descriptor.containing_oneof is not None:
            found.update({d.name: v for d, v in value.ListFields() if not d.is_extension})
        else:
            found[descriptor.name] = value
    return found


def message_rules(rules: Any) -> tuple[str, ...]:
    """The rules of a whole message (buf.validate.MessageRules)."""
    found: list[str] = []
    for descriptor, value in rules.ListFields():
        if descriptor.name in ("cel", "cel_expression"):
            found += map(_cel, value)
        elif descriptor.name == "oneof":
            for one in value:
                names = ", ".join(_code(name) for name in one.fields)
                found.append(f"{'exactly' if one.required else 'at most'} one of {names} is set")
        elif descriptor.name == "disabled" and value:
            found.append("never checked")
        else:
            found.append(_as_written(descriptor, value))
    return tuple(found)


def oneof_rules(rules: Any) -> tuple[str, ...]:
    """The rules of a oneof (buf.validate.OneofRules)."""
    return ("exactly one of them is set",) if getattr(rules, "required", False) else ()


def _cel(rule: Any) -> str:
    if isinstance(rule, str):
        return f"such that {_code(rule)}"
    message = " ".join(rule.message.split())
    return f"such that {_code(rule.expression)}" + (f" ({message})" if message else "")


def _values(descriptor: Any, value: Any) -> str:
    if descriptor.is_repeated:
        return ", ".join(_one(descriptor, one) for one in value)
    return _one(descriptor, value)


def _one(descriptor: Any, value: Any) -> str:
    if descriptor.message_type is not None:
        return _code(_moment(value))
    if isinstance(value, bytes):
        return _code(repr(value)[1:])
    if isinstance(value, bool):
        return _code("true" if value else "false")
    return _code(str(value) if not isinstance(value, str) else f'"{value}"')


def _moment(value: Any) -> str:
    """A Duration or a Timestamp as protobuf's JSON writes it."""
    try:
        return str(value.ToJsonString())
    except (AttributeError, ValueError):
        from google.protobuf import text_format

        return text_format.MessageToString(value, as_one_line=True).strip()


def _as_written(descriptor: Any, value: Any) -> str:
    from protoc_gen_ego.docs.options import written

    name = f"[{descriptor.full_name}]" if descriptor.is_extension else descriptor.name
    return _code(f"{name}: {written(descriptor, value)}")


def _code(text: str) -> str:
    """Text between backquotes; prose.py reads it back as a code span, whatever it holds."""
    text = " ".join(text.split())
    fence = "`"
    while fence in text:
        fence += "`"
    edge = " " if text[:1] == "`" or text[-1:] == "`" or not text else ""
    return f"{fence}{edge}{text}{edge}{fence}"
