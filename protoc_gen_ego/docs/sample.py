"""A value for a scalar or a well-known type that its rules (protovalidate) accept, as protobuf's JSON writes it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

_BOOL, _STRING, _BYTES = 8, 9, 12
_FLOATS = (1, 2)
_WIDE = (3, 4, 6, 16, 18)  # 64 bits: strings in JSON
_FORMATS = {
    "email": "ada@example.com",
    "hostname": "api.example.com",
    "ip": "192.0.2.1",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a",
    "uri_ref": "/a",
    "address": "api.example.com",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "tuuid": "123e4567e89b12d3a456426614174000",
    "ip_with_prefixlen": "192.0.2.1/24",
    "ipv4_with_prefixlen": "192.0.2.1/24",
    "ipv6_with_prefixlen": "2001:db8::1/32",
    "ip_prefix": "192.0.2.0/24",
    "ipv4_prefix": "192.0.2.0/24",
    "ipv6_prefix": "2001:db8::/32",
    "host_and_port": "api.example.com:443",
    "ulid": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "protobuf_fqn": "shop.user.v1.User",
    "protobuf_dot_fqn": ".shop.user.v1.User",
}
_GUESSES = "a 1 A ab a1 A1 abc ABC 123 a-b a_b a.b Abc 1234567890 +4912345678 CN zh-CN 2025-01-31 v1 a/b".split()

WELL_KNOWN: Mapping[str, Any] = {
    "google.protobuf.Timestamp": "2025-01-31T08:30:00Z",
    "google.protobuf.Duration": "1.500s",
    "google.protobuf.FieldMask": "name,state",
    "google.protobuf.Struct": {"key": "value"},
    "google.protobuf.Value": "value",
    "google.protobuf.ListValue": ["value"],
    "google.protobuf.Any": {
        "@type": "type.googleapis.com/google.protobuf.Duration",
        "value": "1.500s",
    },
    "google.protobuf.Empty": {},
    "google.protobuf.DoubleValue": 1.5,
    "google.protobuf.FloatValue": 1.5,
    "google.protobuf.Int64Value": "1",
    "google.protobuf.UInt64Value": "1",
    "google.protobuf.Int32Value": 1,
    "google.protobuf.UInt32Value": 1,
    "google.protobuf.BoolValue": True,
    "google.protobuf.StringValue": "text",
    "google.protobuf.BytesValue": "Ynl0ZXM=",
}
_WRAPPED = {
    "DoubleValue": 1,
    "FloatValue": 2,
    "Int64Value": 3,
    "UInt64Value": 4,
    "Int32Value": 5,
    "BoolValue": 8,
    "StringValue": 9,
    "BytesValue": 12,
    "UInt32Value": 13,
}


def scalar(kind: int, name: str, said: Mapping[str, Any], place: int = 0) -> Any:
    """A value of a scalar type (FieldDescriptorProto.Type); `place` tells the items of a list apart."""
    if kind == _BOOL:
        return said.get("const", True)
    if kind == _STRING:
        return _string(name, said, place)
    if kind == _BYTES:
        return base64.b64encode(_bytes(said)).decode("ascii")
    number = _number(said, whole=kind not in _FLOATS, place=place)
    return str(number) if kind in _WIDE else number


def well_known(full_name: str, said: Mapping[str, Any]) -> Any:
    """A value of a well-known type."""
    name = full_name.rpartition(".")[2]
    if name in _WRAPPED and said:
        return scalar(_WRAPPED[name], "text", said)
    if name == "Duration" and said:
        return _duration(said)
    if name == "Timestamp":
        for rule in ("const", "gte", "lte"):
            if rule in said:
                return str(said[rule].ToJsonString())
        return "2099-12-31T23:59:59Z" if said.get("gt_now") else WELL_KNOWN[full_name]
    return WELL_KNOWN[full_name]


def keys(kind: int, said: Mapping[str, Any], count: int) -> list[str]:
    """That many different keys of a map."""
    if kind == _BOOL:
        return ["true", "false"][:count]
    return [str(scalar(kind, "key", said, place)) for place in range(min(count, 20))]


def _string(name: str, said: Mapping[str, Any], place: int) -> str:
    given = _given(said, place)
    if given is not None:
        return str(given)
    for rule, shown in _FORMATS.items():
        if said.get(rule):
            return shown
    refused = set(said.get("not_in", ()))
    for guess in (name if not place else f"{name}{place + 1}", *_GUESSES):
        made = _fitted(guess, said)
        if made not in refused and re.search(_pattern(said), made):
            return made
    return name


def _pattern(said: Mapping[str, Any]) -> str:
    try:
        return str(re.compile(said.get("pattern", "")).pattern)
    except re.error:  # RE2 knows some that Python does not
        return ""


def _fitted(text: str, said: Mapping[str, Any]) -> str:
    made = f"{said.get('prefix', '')}{said.get('contains', '') or text}{said.get('suffix', '')}"
    least = int(
        said.get("len", said.get("min_len", said.get("min_bytes", said.get("len_bytes", 0))))
    )
    most = int(
        said.get("len", said.get("max_len", said.get("max_bytes", said.get("len_bytes", 1000))))
    )
    if len(made) < least <= 1000:
        made = (made * (least // max(len(made), 1) + 1))[:least] if made else "x" * least
    return made[:most]


def _bytes(said: Mapping[str, Any]) -> bytes:
    given = _given(said, 0)
    if given is not None:
        return bytes(given)
    made = (
        said.get("prefix", b"") + (said.get("contains", b"") or b"bytes") + said.get("suffix", b"")
    )
    least, most = (
        int(said.get("len", said.get("min_len", 0))),
        int(said.get("len", said.get("max_len", 99))),
    )
    return bytes(made.ljust(min(least, 1000), b"x")[:most])


def _number(said: Mapping[str, Any], *, whole: bool, place: int) -> Any:
    given = _given(said, place)
    if given is not None:
        return given
    step: Any = 1 if whole else 0.5
    low = said["gte"] if "gte" in said else said["gt"] + step if "gt" in said else None
    high = said["lte"] if "lte" in said else said["lt"] - step if "lt" in said else None
    wanted: Any = (1 if whole else 1.5) + place
    if low is not None and wanted < low:
        wanted = low + place
    if high is not None and wanted > high:
        wanted = high
    refused = set(said.get("not_in", ()))
    while wanted in refused:
        wanted += step
    return wanted


def _duration(said: Mapping[str, Any]) -> str:
    for rule in ("const", "gte", "lte"):
        if rule in said:
            return str(said[rule].ToJsonString())
    if said.get("in"):
        return str(said["in"][0].ToJsonString())
    low = said["gt"].ToNanoseconds() if "gt" in said else None
    high = said["lt"].ToNanoseconds() if "lt" in said else None
    if low is None and high is None:
        return str(WELL_KNOWN["google.protobuf.Duration"])
    low = high - 2_000_000_000 if low is None and high is not None else low
    nanos = (
        (low + high) // 2 if low is not None and high is not None else (low or 0) + 1_000_000_000
    )
    return f"{nanos / 1e9:.9f}".rstrip("0").rstrip(".") + "s"


def _given(said: Mapping[str, Any], place: int) -> Any:
    """A value that the rules name."""
    if "const" in said:
        return said["const"]
    for rule in ("example", "in"):
        if said.get(rule):
            return said[rule][place % len(said[rule])]
    return None
