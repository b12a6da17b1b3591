"""The vectors themselves: enough of them, well-named, and built from the right bytes."""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path

import pytest
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]

from tests.conformance import wire
from tests.conformance.expand import expand
from tests.conformance.vectors import load

REQUIRED_GROUPS = {
    "register", "duplicate", "from_error_good", "from_error_foreign", "from_error_truncated",
    "from_error_garbage", "from_error_oversized", "from_error_contradictory", "from_error_empty",
    "match", "derive", "i18n", "display", "http", "budget", "identity", "hop", "causes", "peers",
}  # fmt: skip


def test_there_are_at_least_150_cases_over_all_required_groups() -> None:
    groups = Counter(case.group for case in load())
    assert sum(groups.values()) >= 150
    assert groups.keys() >= REQUIRED_GROUPS


def test_every_recorded_row_of_a_foreign_peer_is_a_case() -> None:
    rows = json.loads((Path(__file__).parents[1] / "vectors/peers.json").read_text("utf-8"))["rows"]
    recorded = {
        (row["grpc_status"][0], row["grpc_message"], row["details_hex"] or "") for row in rows
    }
    asked = {
        (
            case.request["grpc_status"],
            case.request["grpc_message"],
            base64.b64decode(case.request.get("details_b64", "")).hex(),
        )
        for case in load()
        if case.group == "peers" and case.request["op"] == "from_error"
    }
    assert len(rows) == 20
    assert asked == recorded


def test_every_case_has_a_name_of_its_own() -> None:
    twice = [title for title, count in Counter(case.title for case in load()).items() if count > 1]
    assert twice == []


def test_builder_writes_what_protobuf_writes() -> None:
    info = error_details_pb2.ErrorInfo(reason="a.B", domain="用户", metadata={"b": "", "a": "1"})
    packed = any_pb2.Any(
        type_url=wire.PREFIX + wire.ERROR_INFO, value=info.SerializeToString(deterministic=True)
    )
    expected = status_pb2.Status(code=-5, message="m" * 200, details=[packed, any_pb2.Any()])
    built = wire.status(
        -5,
        "m" * 200,
        [
            wire.any_(wire.PREFIX + wire.ERROR_INFO, wire.info("a.B", "用户", {"b": "", "a": "1"})),
            wire.any_("", b""),
        ],
    )
    assert built == expected.SerializeToString(deterministic=True)


def test_status_form_is_the_builders_bytes_in_base64() -> None:
    form = {"$status": {"code": 5, "message": "m", "details": [{"$info": {"reason": "a.B"}}]}}
    info = wire.any_(wire.PREFIX + wire.ERROR_INFO, wire.info("a.B"))
    assert base64.b64decode(expand(form)) == wire.status(5, "m", [info])


@pytest.mark.parametrize(
    ("form", "plain"),
    [
        ({"$cut": [{"$hex": "010203"}, 2]}, "AQI="),
        ({"$cat": ["a", {"$repeat": ["b", 3]}]}, "abbb"),
        ({"$cat": [{"$utf8": "a"}, {"$hex": "ff"}]}, "Yf8="),
        ({"$field": [3, {"$utf8": "x"}]}, "GgF4"),
        ({"$with": [{"$entries": {"count": 2, "key": "k%d", "value": "v"}}, {"k1": "w"}]},
         {"k0": "v", "k1": "w"}),
        ({"a": {"b": [1, None, True]}}, {"a": {"b": [1, None, True]}}),
    ],
)  # fmt: skip
def test_forms_become_plain_json(form: object, plain: object) -> None:
    assert expand(form) == plain


def test_same_takes_a_field_of_the_request() -> None:
    assert expand({"$same": "source.x"}, {"source": {"x": "y"}}) == "y"


def test_broken_case_is_named_with_its_file(tmp_path: Path) -> None:
    text = '{"cases": [{"name": "odd", "request": {"a": {"$nonsense": 1}}, "expect": {}}]}'
    (tmp_path / "group.json").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"group\.json: case 'odd'"):
        load(tmp_path)
