"""Reading: contract sections R and F."""

from __future__ import annotations

import asyncio
import builtins
import concurrent.futures
from types import ModuleType

import egoerrors
import grpc
import grpc.aio
import pytest
from egoerrors import Status, from_error, from_status
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import error_details_pb2  # type: ignore[import-untyped]

from tests.runtime_python.protobytes import field, info, parsed, status

NOT_FOUND = "shop.user.v1.USER_ERR_NOT_FOUND"


def read(code: object, message: object = "", details: object = None) -> egoerrors.EgoError:
    error = from_status(code, message, details)
    assert error is not None
    return error


@pytest.mark.parametrize("number", range(1, 17))
def test_each_status_number_is_read_as_itself(number: int) -> None:
    assert read(number).status == number
    assert read(Status(number)).status is Status(number)


@pytest.mark.parametrize("number", [17, 99, -1, 2**31, "NOT_FOUND", None, b"\x05", 5.0])
def test_everything_else_is_unknown(number: object) -> None:
    assert read(number).status is Status.UNKNOWN


@pytest.mark.parametrize("code", list(grpc.StatusCode))
def test_native_status_codes(code: grpc.StatusCode) -> None:
    error = from_status(code)
    assert (error.status.name if error else "OK") == code.name


@pytest.mark.parametrize("code", [0, Status.OK, grpc.StatusCode.OK])
def test_ok_is_no_error_whatever_the_details_say(code: object) -> None:
    assert from_status(code, "boom", status(5, "boom", info(NOT_FOUND))) is None


def test_grpc_status_wins_over_the_details_and_over_the_registry(shop: ModuleType) -> None:
    error = read(13, "boom", status(5, "boom", info(NOT_FOUND)))
    assert (error.status, error.status_mismatch) == (Status.INTERNAL, True)
    assert type(error) is shop.UserErrNotFound
    registry_only = read(13, "boom", status(13, "boom", info(NOT_FOUND)))
    assert (registry_only.status, registry_only.status_mismatch) == (Status.INTERNAL, True)
    details_only = read(5, "boom", status(99, "boom", info("a.B")))
    assert (details_only.status, details_only.status_mismatch) == (Status.NOT_FOUND, True)
    agreeing = read(5, "boom", status(5, "boom", info(NOT_FOUND)))
    assert not agreeing.status_mismatch


def test_the_message_of_the_wire_wins_and_the_one_in_the_details_fills_in() -> None:
    assert read(5, "wire", status(5, "details", info("a.B"))).message == "wire"
    assert read(5, "", status(5, "details", info("a.B"))).message == "details"


@pytest.mark.parametrize("details", [None, b"", "text", 7])
def test_no_details(details: object) -> None:
    error = read(5, "boom", details)
    assert (error.reason, error.domain, dict(error.metadata), error.details) == ("", "", {}, ())
    assert not error.details_broken and not error.status_mismatch
    assert egoerrors.to_status(error).details_bytes is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x0a",
        b"\x08",
        b"\x1a\x05abc",
        b"\x00\x01",
        b"\x0b\x0c",  # a group
        b"\x08" + b"\xff" * 9 + b"\x02",
        b"\xff" * 20,
        field(3, b"\x0a\x7fshort"),
    ],
)
def test_undecodable_details_keep_code_and_message(data: bytes) -> None:
    error = read(5, "boom", data)
    assert (error.status, error.message, error.reason) == (Status.NOT_FOUND, "boom", "")
    assert error.details_broken and not error.status_mismatch
    assert egoerrors.to_status(error).details_bytes == data


def test_the_first_well_formed_error_info_decides() -> None:
    broken = AnyMessage(type_url="x/google.rpc.ErrorInfo", value=b"\x0a\x7f")
    error = read(5, "m", status(5, "m", broken, info("a.FIRST"), info("a.SECOND")))
    assert (error.reason, error.details_broken) == ("a.FIRST", True)
    assert [detail.type_name for detail in error.details] == ["google.rpc.ErrorInfo"] * 2
    good = read(5, "m", status(5, "m", info("a.FIRST"), broken))
    assert (good.reason, good.details_broken) == ("a.FIRST", False)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("type.googleapis.com/google.rpc.ErrorInfo", "a.B"),
        ("google.rpc.ErrorInfo", "a.B"),
        ("/google.rpc.ErrorInfo", "a.B"),
        ("https://example.com/x/y/google.rpc.ErrorInfo", "a.B"),
        ("type.googleapis.com/other.google.rpc.ErrorInfo", ""),
        ("type.googleapis.com/google.rpc.ErrorInfo/", ""),
    ],
)
def test_the_type_is_the_text_after_the_last_slash(url: str, reason: str) -> None:
    detail = AnyMessage(type_url=url, value=info("a.B").SerializeToString())
    assert read(5, "m", status(5, "m", detail)).reason == reason


def test_at_most_64_details_are_looked_at() -> None:
    retries = [error_details_pb2.RetryInfo() for _ in range(64)]
    error = read(5, "m", status(5, "m", *retries, info("a.LATE")))
    assert (error.reason, len(error.details)) == ("", 64)
    assert read(5, "m", status(5, "m", *retries[:63], info("a.IN_TIME"))).reason == "a.IN_TIME"


def test_at_most_64_metadata_keys_are_kept_in_wire_order() -> None:
    def entry(key: str, value: str) -> bytes:
        return field(3, field(1, key.encode()) + field(2, value.encode()))

    keys = [f"k{99 - n}" for n in range(80)]
    value = field(1, b"a.B") + b"".join(entry(key, "v") for key in keys) + entry(keys[0], "last")
    data = field(1, 5) + field(3, field(1, b"google.rpc.ErrorInfo") + field(2, value))
    error = read(5, "m", data)
    assert list(error.metadata) == sorted(keys[:64])
    assert error.metadata[keys[0]] == "last"


def test_invalid_utf8_is_replaced_and_loses_nothing() -> None:
    entry = field(3, field(1, b"k\xff") + field(2, b"\xf0\x9f\x98"))
    detail = field(1, b"\xe4\xbd/google.rpc.ErrorInfo") + field(2, field(1, b"a.\xffB") + entry)
    data = field(1, 5) + field(2, b"bad \xff\xfe") + field(3, detail)
    error = read(5, b"", data)
    assert (error.message, error.reason) == ("bad \ufffd\ufffd", "a.\ufffdB")
    assert dict(error.metadata) == {"k\ufffd": "\ufffd"}
    assert not error.details_broken
    assert egoerrors.to_status(error).details_bytes == data
    assert parsed(egoerrors.to_status(error.with_message("x\ud800")).details_bytes or b"").message


def test_a_typed_detail_is_read_back() -> None:
    retry = error_details_pb2.RetryInfo()
    retry.retry_delay.seconds = 3
    error = read(14, "m", status(14, "m", info("a.B"), retry))
    assert error.detail(error_details_pb2.RetryInfo) == retry
    assert error.detail(error_details_pb2.Help) is None


# -- from_error ------------------------------------------------------------------------------------


def rpc_error(code: grpc.StatusCode, details: bytes | None) -> grpc.aio.AioRpcError:
    trailers = grpc.aio.Metadata(("other", "x"))
    if details is not None:
        trailers.add("grpc-status-details-bin", details)
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailers, details="boom")


def test_nothing_is_nothing() -> None:
    assert from_error(None) is None


def test_an_ego_error_is_itself(shop: ModuleType) -> None:
    error = shop.UserErrNotFound(uid="42")
    assert from_error(error) is error


def test_a_native_error_is_read_and_becomes_the_cause(shop: ModuleType) -> None:
    native = rpc_error(
        grpc.StatusCode.NOT_FOUND, status(5, "boom", info(NOT_FOUND, metadata={"uid": "42"}))
    )
    error = from_error(native)
    assert isinstance(error, shop.UserErrNotFound) and isinstance(error, shop.UserErr)
    assert (error.message, error.metadata["uid"], error.cause) == ("boom", "42", native)


def test_a_raw_status_message_is_read(shop: ModuleType) -> None:
    error = from_error(parsed(status(5, "boom", info(NOT_FOUND))))
    assert isinstance(error, shop.UserErrNotFound) and error.message == "boom"
    assert from_error(parsed(status(0, "fine"))) is None


def test_a_native_error_of_status_ok_is_nothing(shop: ModuleType) -> None:
    native = rpc_error(grpc.StatusCode.OK, status(5, "boom", info(NOT_FOUND)))
    assert from_error(native) is None
    outer = ValueError()
    outer.__cause__ = native
    native.__cause__ = shop.UserErrNotFound()
    assert from_error(outer) is native.__cause__


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (ValueError("secret"), Status.UNKNOWN),
        (TimeoutError("secret"), Status.DEADLINE_EXCEEDED),
        (asyncio.TimeoutError("secret"), Status.DEADLINE_EXCEEDED),
        (concurrent.futures.TimeoutError("secret"), Status.DEADLINE_EXCEEDED),
        (grpc.FutureTimeoutError("secret"), Status.DEADLINE_EXCEEDED),
        (asyncio.CancelledError("secret"), Status.CANCELLED),
        (concurrent.futures.CancelledError("secret"), Status.CANCELLED),
        (grpc.FutureCancelledError("secret"), Status.CANCELLED),
        (KeyboardInterrupt("secret"), Status.UNKNOWN),
        (grpc.RpcError("secret"), Status.UNKNOWN),
    ],
)
def test_foreign_errors_keep_their_text_to_themselves(
    raised: BaseException, expected: Status
) -> None:
    error = from_error(raised)
    assert (error.status, error.message, error.reason, error.cause) == (expected, "", "", raised)
    assert "secret" not in f"{egoerrors.to_status(raised).details}{error.http_body()}{error}"


def chained(inner: BaseException, *, explicit: bool) -> BaseException:
    try:
        try:
            raise inner
        except BaseException as error:
            if explicit:
                raise RuntimeError("wrapper") from error
            raise RuntimeError("wrapper")  # noqa: B904
    except RuntimeError as outer:
        return outer


@pytest.mark.parametrize("explicit", [True, False])
def test_wrapped_errors_are_found_through_the_chain(shop: ModuleType, explicit: bool) -> None:
    error = shop.UserErrNotFound(uid="42")
    assert from_error(chained(chained(error, explicit=explicit), explicit=explicit)) is error
    native = rpc_error(grpc.StatusCode.ABORTED, None)
    assert from_error(chained(native, explicit=explicit)).status is Status.ABORTED
    assert from_error(chained(TimeoutError(), explicit=explicit)).status is Status.DEADLINE_EXCEEDED


def test_a_suppressed_context_is_not_followed(shop: ModuleType) -> None:
    try:
        try:
            raise shop.UserErrNotFound
        except shop.UserErrNotFound:
            raise ValueError from None
    except ValueError as error:
        assert from_error(error).status is Status.UNKNOWN


def test_the_outermost_known_link_decides(shop: ModuleType) -> None:
    outer = TimeoutError()
    outer.__cause__ = shop.UserErrNotFound()
    assert from_error(outer).status is Status.DEADLINE_EXCEEDED


def test_cycles_and_endless_chains_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert from_error(first).status is Status.UNKNOWN
    head: BaseException = ValueError()
    tail = head
    for _ in range(1000):
        tail.__cause__ = ValueError()
        tail = tail.__cause__
    tail.__cause__ = TimeoutError()
    assert from_error(head).status is Status.UNKNOWN


def test_members_of_a_group_are_found_in_order(shop: ModuleType) -> None:
    group_class = getattr(builtins, "ExceptionGroup", GroupOfPython311)
    error = shop.UserErrIdInvalid()
    group = group_class("g", [ValueError(), group_class("h", [error]), shop.UserErrNotFound()])
    group.__cause__ = TimeoutError()
    members = group_class is not GroupOfPython311
    found = from_error(group)
    assert found is error if members else found.status is Status.DEADLINE_EXCEEDED


class GroupOfPython311(Exception):
    """Python 3.10 has no groups; an exception of that shape is an ordinary one."""


class Hostile(grpc.RpcError):
    """An error whose every accessor fails."""

    def code(self) -> grpc.StatusCode:
        raise RuntimeError

    def details(self) -> str:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError


class HalfHostile(Hostile):
    """An error that has only a code."""

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.ABORTED

    def trailing_metadata(self) -> object:  # type: ignore[override]
        return [1, ("a",), ("grpc-status-details-bin",), ("grpc-status-details-bin", object())]


def test_broken_accessors_lose_only_what_they_hide(shop: ModuleType) -> None:
    assert from_error(Hostile()).status is Status.UNKNOWN
    assert from_error(HalfHostile()).status is Status.ABORTED
    hostile = Hostile()
    hostile.__cause__ = shop.UserErrNotFound()
    assert from_error(hostile) is hostile.__cause__


@pytest.mark.parametrize("value", ["boom", 7, object(), [], b"\x05"])
def test_other_objects_are_unknown_errors(value: object) -> None:
    error = from_error(value)
    assert error is not None and error.status is Status.UNKNOWN and error.cause is None
