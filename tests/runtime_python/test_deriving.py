"""Values: immutable, derived, filled, shown; contract sections D, L, H and X."""

from __future__ import annotations

import copy
import json
import pickle
from types import ModuleType

import egoerrors
import pytest
from egoerrors import Detail, EgoError, ErrorCode, Status, from_status, to_status
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import error_details_pb2  # type: ignore[import-untyped]

from tests.runtime_python.protobytes import field, info, parsed, parsed_info, status

PAY = ErrorCode(
    "order.v1.ORDER_ERR_PAY_FAILED",
    9,
    domain="order.v1",
    message="payment failed for {order}",
    i18n={"cn": "下单失败", "zh_TW": "下單失敗", "en": "{order}: payment failed"},
)


def read(data: bytes, code: int = 5, message: str = "m") -> EgoError:
    error = from_status(code, message, data)
    assert error is not None
    return error


def test_every_derivation_is_a_new_value_of_the_same_class(shop: ModuleType) -> None:
    error = shop.UserErrNotFound(uid="42")
    derived = [
        error.with_message("x"),
        error.with_metadata({"uid": "1"}),
        error.add_metadata({"more": "2"}),
        error.with_cause(ValueError()),
        error.with_details(error_details_pb2.RetryInfo()),
    ]
    for other in derived:
        assert other is not error and type(other) is shop.UserErrNotFound
        assert (other.status, other.reason, other.domain, other.code) == (
            error.status,
            error.reason,
            error.domain,
            error.code,
        )
    assert (error.message, dict(error.metadata), error.cause, error.details) == (
        "user 42 not found",
        {"uid": "42"},
        None,
        (),
    )


def test_deriving_keeps_what_it_does_not_change() -> None:
    cause = ValueError()
    error = EgoError.from_code(PAY, metadata={"order": "7"}).with_cause(cause).with_message("lit")
    error = error.with_details(error_details_pb2.RetryInfo()).add_metadata({"a": "b"})
    assert error.cause is cause and error.message == "lit"
    assert list(error.metadata.items()) == [("a", "b"), ("order", "7")]
    assert [detail.type_name for detail in error.details] == ["google.rpc.RetryInfo"]


def test_containers_are_copied_and_read_only() -> None:
    metadata: dict[str, str | None] = {"order": "7", "none": None}
    details = [error_details_pb2.RetryInfo()]
    error = EgoError.from_code(PAY, metadata=metadata).add_metadata(metadata).with_details(*details)
    metadata["order"] = "8"
    metadata["mutated"] = "x"
    details[0].retry_delay.seconds = 99
    assert dict(error.metadata) == {"order": "7"}
    assert error.details[0].value == b""
    with pytest.raises(TypeError):
        error.metadata["order"] = "9"  # type: ignore[index]
    with pytest.raises(AttributeError):
        error.message = "x"  # type: ignore[misc]


def test_metadata_can_be_added_to_any_fresh_error() -> None:
    assert dict(EgoError("x").add_metadata({"a": "1"}).metadata) == {"a": "1"}
    assert dict(
        EgoError.from_code(PAY).add_metadata({"a": "1"}).add_metadata({"a": "2"}).metadata
    ) == {"a": "2"}
    read_error = read(status(5, "m"))
    assert parsed_info(
        to_status(read_error.add_metadata({"a": "1"})).details_bytes or b""
    ).metadata == {"a": "1"}


def test_with_metadata_replaces() -> None:
    error = EgoError.from_code(PAY, metadata={"order": "7"}).with_metadata({"x": "y"})
    assert dict(error.metadata) == {"x": "y"}
    assert dict(error.with_metadata({}).metadata) == {}


def test_the_cause_stays_local() -> None:
    error = EgoError.from_code(PAY, metadata={"order": "7"})
    caused = error.with_cause(ValueError("secret"))
    assert to_status(caused).details_bytes == to_status(error).details_bytes
    assert isinstance(caused.cause, ValueError) and caused.__cause__ is caused.cause
    assert caused.with_cause(None).cause is None


def test_a_template_follows_the_metadata_until_a_message_is_given() -> None:
    error = EgoError.from_code(PAY)
    assert error.message == "payment failed for {order}"
    assert error.add_metadata({"order": "7"}).message == "payment failed for 7"
    literal = error.with_message("{order}").add_metadata({"order": "7"})
    assert literal.message == "{order}"
    assert EgoError.from_code(PAY, "given {order}", {"order": "7"}).message == "given {order}"
    assert EgoError.from_code(PAY, "").message == ""
    assert EgoError.from_code(ErrorCode("a.b.NAME", 5)).message == "NAME"


@pytest.mark.parametrize(
    ("template", "metadata", "text"),
    [
        ("{a}{b}{a}", {"a": "1", "b": "2"}, "121"),
        ("{a}", {"a": "{a}"}, "{a}"),
        ("{a}{b}", {"a": "{b}", "b": "{a}"}, "{b}{a}"),
        ("{a", {"a": "1"}, "{a"),
        ("a}", {"a": "1"}, "a}"),
        ("{{a}}", {"a": "1"}, "{1}"),
        ("{{a}}", {"{a": "2"}, "2}"),
        ("{}", {"": "empty"}, "empty"),
        ("{x}{a}", {"a": "1"}, "{x}1"),
        ("%s %(a)s ${a} \\{a}", {"a": "1"}, "%s %(a)s $1 \\1"),
        ("{ a }", {"a": "1"}, "{ a }"),
        ("{a!r} {a.b} {0}", {"a": "1"}, "{a!r} {a.b} {0}"),
        ("{键}", {"键": "值"}, "值"),
    ],
)
def test_filling_is_plain_replacement(template: str, metadata: dict[str, str], text: str) -> None:
    code = ErrorCode("a.B", 5, message=template)
    assert EgoError.from_code(code, metadata=dict(metadata)).message == text


# -- showing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("zh-CN", "下单失败"),
        ("zh_cn", "下单失败"),
        ("cn", "下单失败"),
        ("CN", "下单失败"),
        ("zh-CN-x-private", "下单失败"),
        ("zh-TW", "下單失敗"),
        ("en-GB", "7: payment failed"),
        ("EN", "7: payment failed"),
        ("zh", "payment failed for 7"),
        ("zh-Hant", "payment failed for 7"),
        ("fr", "payment failed for 7"),
        ("", "payment failed for 7"),
        (None, "payment failed for 7"),
        ("-", "payment failed for 7"),
        ("cn-x", "payment failed for 7"),
    ],
)
def test_display_walks_the_locale(locale: str | None, text: str) -> None:
    error = EgoError.from_code(PAY, metadata={"order": "7"})
    assert error.display(locale) == f"{text} (order.v1.ORDER_ERR_PAY_FAILED)"


def test_display_without_a_code_or_a_reason() -> None:
    assert EgoError.of(5, "gone").display("en") == "gone"
    assert EgoError.of(5).display() == "NOT_FOUND"
    assert EgoError.of(5, "gone", reason="X", domain="d.example").display() == "gone (d.example/X)"
    assert EgoError.of(5, "gone", reason="X").display() == "gone (X)"
    assert EgoError.of(5, "gone", reason="a.X", domain="d").display() == "gone (a.X)"
    assert str(EgoError.of(5, "gone", reason="a.X")) == "gone (a.X)"
    aip = ErrorCode("a.v1.X", 5, reason="X", domain="d")
    assert EgoError.from_code(aip).display() == "X (a.v1.X)"


def test_i18n_keys_are_kept_as_spelled() -> None:
    code = ErrorCode(
        "a.B", 5, i18n={"cn": "cn", "zh-CN": "exact", "zh_Hant_TW": "t", "EN": "2", "en": "1"}
    )
    assert dict(code.i18n) == {"EN": "2", "en": "1", "zh-CN": "exact", "zh-Hant-TW": "t"}
    assert code.localized("en", {}) == ("EN", "2")


HTTP = {
    "OK": 200,
    "CANCELLED": 499,
    "UNKNOWN": 500,
    "INVALID_ARGUMENT": 400,
    "DEADLINE_EXCEEDED": 504,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "PERMISSION_DENIED": 403,
    "RESOURCE_EXHAUSTED": 429,
    "FAILED_PRECONDITION": 400,
    "ABORTED": 409,
    "OUT_OF_RANGE": 400,
    "UNIMPLEMENTED": 501,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DATA_LOSS": 500,
    "UNAUTHENTICATED": 401,
}


def test_http_statuses_follow_google_rpc_code() -> None:
    assert {status.name: status.http for status in Status} == HTTP
    assert EgoError.of(8).http_status == 429


def test_the_http_body_is_that_of_aip_193() -> None:
    error = EgoError.from_code(PAY, metadata={"order": "7"}).with_details(
        error_details_pb2.DebugInfo(detail="secret")
    )
    body = error.http_body("zh")
    info_part = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "order.v1.ORDER_ERR_PAY_FAILED",
        "domain": "order.v1",
        "metadata": {"order": "7"},
    }
    assert body == {
        "error": {
            "code": 400,
            "message": "payment failed for 7",
            "status": "FAILED_PRECONDITION",
            "details": [info_part],
        }
    }
    localized = error.http_body("cn")["error"]["details"]
    assert localized == [
        info_part,
        {
            "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
            "locale": "zh-CN",
            "message": "下单失败",
        },
    ]
    assert json.loads(json.dumps(body)) == body
    assert EgoError.of(5, "gone").http_body("en")["error"]["details"] == []


# -- bytes -----------------------------------------------------------------------------------------


def test_canonical_bytes() -> None:
    error = EgoError.of(
        5,
        "m",
        reason="r.X",
        metadata={"b": "", "": "x", "é": "y", "\U00010000": "1", "\uffff": "2"},
    )
    data = to_status(error).details_bytes
    assert data is not None
    value = field(1, b"r.X")
    for key, text in (("", "x"), ("b", ""), ("é", "y"), ("\uffff", "2"), ("\U00010000", "1")):
        entry = field(1, key.encode()) + field(2, text.encode())
        value += field(3, entry)
    url = field(1, b"type.googleapis.com/google.rpc.ErrorInfo")
    assert data == field(1, 5) + field(2, b"m") + field(3, url + field(2, value))


def test_a_hop_sends_byte_equal_details() -> None:
    odd = AnyMessage(type_url="strange.example/of.unknown.Type", value=b"\xff\x00")
    data = status(9, "other message", info("a.B", "d", {"k": "v"}), odd) + field(
        99, b"unknown field"
    )
    error = read(data)
    for _ in range(3):
        sent = to_status(error)
        assert sent.details_bytes == data
        error = read(sent.details_bytes, sent.code.value[0], sent.details)
    assert to_status(error.with_cause(ValueError())).details_bytes == data
    assert to_status(read(b"\xffgarbage")).details_bytes == b"\xffgarbage"


def test_deriving_a_read_error_keeps_each_detail_in_its_place() -> None:
    odd = AnyMessage(type_url="strange.example/of.unknown.Type", value=b"\xff\x00")
    unordered = field(1, b"a.B") + field(99, b"unknown") + field(2, b"d")
    theirs = AnyMessage(type_url="other.host/google.rpc.ErrorInfo", value=unordered)
    error = read(status(9, "m", odd, theirs))
    reworded = parsed(to_status(error.with_message("new")).details_bytes or b"")
    assert (reworded.code, reworded.message, list(reworded.details)) == (5, "new", [odd, theirs])
    enriched = parsed(to_status(error.add_metadata({"k": "v"})).details_bytes or b"")
    assert [detail.type_url for detail in enriched.details] == [odd.type_url, theirs.type_url]
    assert enriched.details[1].value == info("a.B", "d", {"k": "v"}).SerializeToString()
    replaced = error.with_details(Detail("x/of.mine", b"1"))
    assert list(parsed(to_status(replaced).details_bytes or b"").details) == [
        theirs,
        AnyMessage(type_url="x/of.mine", value=b"1"),
    ]
    assert error.with_details(odd).details == (Detail(odd.type_url, odd.value),)


def test_flags_of_reading_survive_deriving() -> None:
    assert read(b"\xff").with_message("x").details_broken
    assert to_status(read(b"\xff").with_message("x")).details_bytes is None
    assert read(status(9, "m")).with_message("x").status_mismatch


def test_what_is_no_detail_is_refused() -> None:
    with pytest.raises(TypeError, match="str"):
        EgoError("x").with_details("text")  # type: ignore[arg-type]


def test_there_is_no_status_of_no_error() -> None:
    with pytest.raises(ValueError, match="no error"):
        to_status(None)


def test_errors_can_be_copied_and_pickled(shop: ModuleType) -> None:
    error = shop.UserErrNotFound(uid="42").with_details(error_details_pb2.RetryInfo())
    for twin in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is shop.UserErrNotFound and twin.code == error.code
        assert to_status(twin).details_bytes == to_status(error).details_bytes
        assert repr(twin) == repr(error)


def test_text_that_is_not_text_is_repaired() -> None:
    error = EgoError.of(5, "a\ud800b\ud83d\ude00", metadata={"k\udc00": 7, "n": b"\xff"})  # type: ignore[dict-item]
    assert error.message == "a\ufffdb\U0001f600"
    assert dict(error.metadata) == {"k\ufffd": "7", "n": "\ufffd"}


def test_ad_hoc_errors() -> None:
    assert EgoError("x").status is Status.UNKNOWN
    assert EgoError.of(0, "x").status is Status.UNKNOWN
    assert EgoError.of(99, "x").status is Status.UNKNOWN
    assert (
        repr(EgoError.of(5, "x", reason="r")) == "EgoError(NOT_FOUND, 'x', reason='r', metadata={})"
    )
    assert not EgoError.of(5).truncated
    assert egoerrors.to_status(EgoError.of(5, "x")).trailing_metadata == ()
