"""The recorded bytes of Ego and Kratos servers, read as they stand and written the same."""

from __future__ import annotations

import json
from typing import Any

import egoerrors
import pytest
from egoerrors import EgoError, ErrorCode, Registry, from_status, to_status

from tests.protos import ROOT
from tests.runtime_python.protobytes import PREFIX, parsed, parsed_info, status

ROWS: list[dict[str, Any]] = json.loads((ROOT / "tests" / "vectors" / "peers.json").read_text())[
    "rows"
]
WITH_INFO = [row for row in ROWS if row["error_info"]]
NOT_FOUND = "user.v1.USER_ERR_NOT_FOUND"


def read(row: dict[str, Any], registry: Registry | None = None) -> EgoError:
    details = bytes.fromhex(row["details_hex"]) if row["details_hex"] else None
    error = from_status(
        row["grpc_status"][0], row["grpc_message"], details, registry=registry or Registry()
    )
    assert error is not None
    return error


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['peer']}: {row['case']}")
def test_each_row_is_read_as_it_stands(row: dict[str, Any]) -> None:
    error = read(row)
    info = (row["error_info"] or [{"reason": "", "domain": "", "metadata": {}}])[0]
    assert [int(error.status), error.status.name] == row["grpc_status"]
    assert error.message == row["grpc_message"]
    assert (error.reason, error.domain, dict(error.metadata)) == tuple(info.values())
    assert not error.details_broken
    assert error.status_mismatch == (row["case"] == "code 99")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['peer']}: {row['case']}")
def test_each_row_goes_on_byte_for_byte(row: dict[str, Any]) -> None:
    sent = to_status(read(row))
    assert [sent.code.value[0], sent.code.name] == row["grpc_status"]
    assert sent.details == row["grpc_message"]
    assert (sent.details_bytes.hex() if sent.details_bytes else None) == row["details_hex"]


@pytest.mark.parametrize("row", WITH_INFO, ids=lambda row: f"{row['peer']}: {row['case']}")
def test_each_row_is_written_the_same_from_its_parts(row: dict[str, Any]) -> None:
    info = row["error_info"][0]
    wire = parsed(bytes.fromhex(row["details_hex"]))
    if wire.code not in range(1, 17):
        assert EgoError.of(wire.code).status is egoerrors.Status.UNKNOWN
        return
    error = EgoError.of(wire.code, wire.message, reason=info["reason"], metadata=info["metadata"])
    sent = to_status(error).details_bytes
    assert sent is not None and sent.hex() == row["details_hex"]


def test_a_declared_error_is_egos_bytes_once_the_domain_is_cleared() -> None:
    for message, metadata, case in (
        ("", {}, "as registered, message defaults to the value name"),
        ("user {uid} not found", {"uid": "42"}, "with message and metadata {uid:42}"),
        ("用户 {uid} 不存在", {"uid": "42"}, "message in Chinese"),
    ):
        code = ErrorCode(NOT_FOUND, 5, domain="user.v1", message=message)
        sent = to_status(EgoError.from_code(code, metadata=metadata)).details_bytes
        assert sent is not None
        info = parsed_info(sent)
        assert info.domain == "user.v1"
        info.domain = ""
        cleared = status(5, parsed(sent).message, info)
        assert [cleared.hex()] == [
            row["details_hex"] for row in ROWS if row["case"] == case and row["peer"] == "ego"
        ]
        assert PREFIX.encode() in cleared


def test_ego_peers_match_by_the_reason_whatever_the_domain() -> None:
    code = ErrorCode(NOT_FOUND, 5, domain="user.shop.example.com")
    registry = Registry()
    registry.register(code)
    error = read(WITH_INFO[0], registry)
    assert error.code is code and error.domain == ""
    assert egoerrors.is_(error, code, registry=registry)


def test_kratos_reasons_resolve_only_if_one_code_has_them() -> None:
    row = next(row for row in WITH_INFO if row["peer"] == "kratos")
    first = ErrorCode("user.v1.USER_NOT_FOUND", 5, domain="user.v1")
    second = ErrorCode("admin.v1.USER_NOT_FOUND", 5, domain="admin.v1")
    registry = Registry()
    assert read(row, registry).code is None
    registry.register(first)
    assert read(row, registry).code is first
    assert egoerrors.is_(read(row, registry), first, registry=registry)
    registry.register(second)
    assert read(row, registry).code is None
    assert not egoerrors.is_(read(row, registry), first, registry=registry)
