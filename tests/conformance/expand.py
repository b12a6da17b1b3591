"""The `$` forms of vectors: readable JSON that stands for bytes and long texts.

An object whose only key starts with `$` is a form. Bytes that end up in JSON become base64.

| form | gives |
|---|---|
| `{"$hex": "0805"}`, `{"$b64": "CAU="}`, `{"$utf8": text}` | these bytes |
| `{"$status": {"code", "message", "details", "tail"}}` | a Status; `tail` = raw bytes behind it |
| `{"$any": {"type" or "type_url", "value"}}` | a detail; `type` gets `type.googleapis.com/` |
| `{"$info": {"reason", "domain", "metadata", "tail", "type_url"}}` | an ErrorInfo as a detail |
| `{"$infovalue": {"reason", "domain", "metadata"}}` | the bytes of the ErrorInfo alone |
| `{"$field": [number, bytes]}`, `{"$varint": number}` | a length-delimited field; a varint |
| `{"$cat": [a, b]}`, `{"$repeat": [a, times]}`, `{"$cut": [a, length]}` | of texts or of bytes |
| `{"$entries": {"count", "key", "value"}}` | so many entries of a map; `%03d` in key: number |
| `{"$with": [map, map]}` | both maps in one, the second wins |
| `{"$same": "source.details_b64"}` | in `expect`: this field of the request |
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import reduce
from operator import getitem
from typing import Any

from tests.conformance import wire

Form = Callable[[Any], Any]


def expand(value: Any, request: Mapping[str, Any] | None = None) -> Any:
    """A vector's JSON with every form replaced by plain JSON.

    >>> expand({"details_b64": {"$hex": "0805"}, "grpc_message": {"$repeat": ["ab", 2]}})
    {'details_b64': 'CAU=', 'grpc_message': 'abab'}
    """
    return _plain(_evaluate(value, request or {}))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _evaluate(value: Any, request: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_evaluate(item, request) for item in value]
    if not isinstance(value, dict):
        return value
    done = {key: _evaluate(item, request) for key, item in value.items()}
    name = next(iter(done), "")
    if len(done) != 1 or not name.startswith("$"):
        return done
    if name == "$same":
        return reduce(getitem, done[name].split("."), request)
    return FORMS[name](done[name])


def _joined(parts: list[Any]) -> Any:
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    return b"".join(wire.raw(part) for part in parts)


def _any(given: Mapping[str, Any]) -> bytes:
    type_url = given.get("type_url", wire.PREFIX + given.get("type", ""))
    return wire.any_(type_url, given.get("value", b""))


def _info(given: Mapping[str, Any]) -> bytes:
    value = _infovalue(given) + given.get("tail", b"")
    return wire.any_(given.get("type_url", wire.PREFIX + wire.ERROR_INFO), value)


def _infovalue(given: Mapping[str, Any]) -> bytes:
    return wire.info(given.get("reason", ""), given.get("domain", ""), given.get("metadata"))


def _status(given: Mapping[str, Any]) -> bytes:
    built = wire.status(given.get("code", 0), given.get("message", ""), given.get("details", ()))
    return built + bytes(given.get("tail", b""))


def _entries(given: Mapping[str, Any]) -> dict[str, Any]:
    return {given["key"] % number: given["value"] for number in range(given["count"])}


FORMS: dict[str, Form] = {
    "$hex": bytes.fromhex,
    "$b64": base64.b64decode,
    "$utf8": wire.raw,
    "$status": _status,
    "$any": _any,
    "$info": _info,
    "$infovalue": _infovalue,
    "$field": lambda given: wire.delimited(given[0], given[1]),
    "$varint": wire.varint,
    "$cat": _joined,
    "$repeat": lambda given: given[0] * given[1],
    "$cut": lambda given: given[0][: given[1]],
    "$entries": _entries,
    "$with": lambda given: {**given[0], **given[1]},
}
