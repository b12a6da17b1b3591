"""A value for a scalar or a well-known type that its rules (protovalidate) accept, as protobuf's JSON writes it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from protoc_gen_ego.docs.pattern import matching

_BOOL, _STRING, _BYTES = 8, 9, 12
_FLOATS = (1, 2)
_WIDE = (3, 4, 6, 16, 18)  # 64 bits: strings in JSON
_FORMATS = {  # two of each, to tell the items of a list apart
    "email": ("ada@example.com", "bob@example.com"),
    "hostname": ("api.example.com", "www.example.com"),
    "ip": ("192.0.2.1", "192.0.2.2"),
    "ipv4": ("192.0.2.1", "192.0.2.2"),
    "ipv6": ("2001:db8::1", "2001:db8::2"),
    "uri": ("https://example.com/a", "https://example.com/b"),
    "uri_ref": ("/a", "/b"),
    "address": ("api.example.com", "www.example.com"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174001"),
    "tuuid": ("123e4567e89b12d3a456426614174000", "123e4567e89b12d3a456426614174001"),
    "ip_with_prefixlen": ("192.0.2.1/24", "192.0.2.2/24"),
    "ipv4_with_prefixlen": ("192.0.2.1/24", "192.0.2.2/24"),
    "ipv6_with_prefixlen": ("2001:db8::1/32", "2001:db8::2/32"),
    "ip_prefix": ("192.0.2.0/24", "198.51.100.0/24"),
    "ipv4_prefix": ("192.0.2.0/24", "198.51.100.0/24"),
    "ipv6_prefix": ("2001:db8::/32", "2001:db8:1::/48"),
    "host_and_port": ("api.example.com:443", "www.example.com:443"),
    "ulid": ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAW"),
    "protobuf_fqn": ("shop.user.v1.User", "shop.user.v1.Group"),
    "protobuf_dot_fqn": (".shop.user.v1.User", ".shop.user.v1.Group"),
}
_BYTES_FORMATS = {
    "ip": b"\xc0\x00\x02\x01",
    "ipv4": b"\xc0\x00\x02\x01",
    "ipv6": b"\x20\x01\x0d\xb8" + bytes(11) + b"\x01",
    "uuid": b"\x12\x3e\x45\x67\xe8\x9b\x12\xd3\xa4\x56\x42\x66\x14\x17\x40\x00",
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
        return said.get("const", place % 2 == 0)
    if kind == _STRING:
        return _string(name, said, place)
    if kind == _BYTES:
        return base64.b64encode(_bytes(said, place)).decode("ascii")
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
        for rule, step in (("gt", 1_000_000_000), ("lt", -1_000_000_000)):
            if rule in said:
                moment = type(said[rule])()
                moment.FromNanoseconds(said[rule].ToNanoseconds() + step)
                return str(moment.ToJsonString())
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
            return shown[place % 2]
    least, most = _length(said)
    own = _fitted(name if not place else f"{name}{place + 1}", said, least, most)
    made = [own, *(_fitted(guess, said, least, most) for guess in _GUESSES)]
    if said.get("pattern"):
        thought = matching(said["pattern"], least=least, most=most, place=place)
        made.insert(1 if place else len(made), thought or own)
    return next((one for one in made if _is_accepted(one, said)), name)


def _length(said: Mapping[str, Any]) -> tuple[int, int]:
    """The least and the most characters, which are ASCII."""
    exactly = said.get("len", said.get("len_bytes"))
    least = said.get("min_len", said.get("min_bytes", 0))
    most = said.get("max_len", said.get("max_bytes", 1000))
    return (int(least), int(most)) if exactly is None else (int(exactly), int(exactly))


def _fitted(text: str, said: Mapping[str, Any], least: int, most: int) -> str:
    """A text between what it has to begin and to end with, as long as it has to be."""
    before, after = said.get("prefix", ""), said.get("suffix", "")
    inner = said.get("contains", "") or text
    around = len(before) + len(after)
    if len(inner) + around < least <= 1000:
        inner = (inner * (least // max(len(inner), 1) + 1))[: least - around] or "x" * least
    return f"{before}{inner[: max(most - around, 0)]}{after}"


def _is_accepted(text: str, said: Mapping[str, Any]) -> bool:
    """Whether what the rules say of a string's content holds."""
    least, most = _length(said)
    refused = said.get("not_contains")
    return (
        text not in said.get("not_in", ())
        and min(least, 1000) <= len(text) <= most
        and said.get("contains", "") in text
        and not (refused and refused in text)
        and _is_found(said.get("pattern", ""), text)
    )


def _is_found(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:  # RE2 knows some that Python does not
        return True


def _bytes(said: Mapping[str, Any], place: int) -> bytes:
    given = _given(said, place)
    if given is not None:
        return bytes(given)
    for rule, shown in _BYTES_FORMATS.items():
        if said.get(rule):
            return shown[:-1] + bytes([shown[-1] + place % 2])
    least, most = _length({"max_len": 99, **said})
    text = f"bytes{place + 1}" if place else "bytes"
    if said.get("pattern"):
        text = matching(said["pattern"], least=least, most=most, place=place) or text
    before, after = said.get("prefix", b""), said.get("suffix", b"")
    inner = bytes(said.get("contains", b"") or text.encode())
    around = len(before) + len(after)
    inner = inner.ljust(min(least, 1000) - around, b"x")[: max(most - around, 0)]
    return bytes(before + inner + after)


def _number(said: Mapping[str, Any], *, whole: bool, place: int) -> Any:
    given = _given(said, place)
    if given is not None:
        return given
    step: Any = 1 if whole else 0.5
    low = said["gte"] if "gte" in said else said["gt"] + step if "gt" in said else None
    high = said["lte"] if "lte" in said else said["lt"] - step if "lt" in said else None
    if not whole and low is not None and high is not None and low > high:
        edges = [said[rule] for rule in ("gt", "gte", "lt", "lte") if rule in said]
        if edges[0] < edges[1]:  # closer together than a step
            return min(edges[0] + (edges[1] - edges[0]) * (place + 1) / (place + 2), edges[1])
    wanted: Any = (1 if whole else 1.5) + place
    if low is not None and wanted < low:
        wanted = low + place
    if high is not None and wanted > high:
        wanted = max(high - place, low if low is not None and low <= high else min(high, 0))
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
