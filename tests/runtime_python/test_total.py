"""`from_error` is total: no bytes, no status and no chain makes it raise."""

from __future__ import annotations

from types import ModuleType

import grpc
import grpc.aio
import pytest
from egoerrors import REGISTRY, EgoError, Status, from_error, from_status, is_, to_status
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime_python.protobytes import field
from tests.runtime_python.test_budget import size
from tests.runtime_python.test_wire import damaged, infos, statuses

profile = settings(settings.get_profile("errors"))
reasons = st.sampled_from(
    [
        "shop.user.v1.USER_ERR_NOT_FOUND",
        "USER_ERR_NOT_FOUND",
        "QUOTA_ERR_EXCEEDED",
        "",
        "a.b",
        "\ufffd",
    ]
)
detail = st.builds(
    lambda url, value: field(3, field(1, url) + field(2, value)),
    st.sampled_from(
        [b"type.googleapis.com/google.rpc.ErrorInfo", b"google.rpc.ErrorInfo", b"\xff/x", b""]
    ),
    st.one_of(
        damaged(infos),
        reasons.map(lambda reason: field(1, reason.encode())),
        st.binary(max_size=20),
    ),
)
payloads = st.one_of(
    st.none(),
    st.binary(max_size=40),
    damaged(statuses),
    st.builds(
        lambda code, details: field(1, code) + b"".join(details),
        st.integers(0, 99),
        st.lists(detail, max_size=3),
    ),
)
messages = st.one_of(st.text(max_size=20), st.binary(max_size=20), st.none())
numbers = st.one_of(
    st.integers(-3, 40), st.integers(), st.sampled_from(list(grpc.StatusCode)), st.none()
)


class RawRpcError(grpc.RpcError):
    """A native error with whatever a broken peer or a proxy makes of it."""

    def __init__(self, code: object, details: object, trailers: object) -> None:
        super().__init__()
        self._answers = (code, details, trailers)

    def code(self) -> grpc.StatusCode:
        return self._answers[0]  # type: ignore[return-value]

    def details(self) -> str:
        return self._answers[1]  # type: ignore[return-value]

    def trailing_metadata(self) -> object:  # type: ignore[override]
        return self._answers[2]


@st.composite
def chains(draw: st.DrawFn) -> BaseException | None:
    """Exceptions of all kinds linked in all ways, in circles too."""
    links: list[BaseException] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 4))
        if kind == 0:
            links.append(
                draw(
                    st.sampled_from([ValueError, TimeoutError, KeyboardInterrupt, grpc.RpcError])
                )()
            )
        elif kind == 1:
            payload = draw(payloads)
            trailers: object = draw(st.sampled_from([None, (), 7, (("a", "b"),)]))
            if payload is not None:
                trailers = (("x", "y"), ("grpc-status-details-bin", payload))
            links.append(RawRpcError(draw(numbers), draw(messages), trailers))
        elif kind == 2:
            metadata = grpc.aio.Metadata(("grpc-status-details-bin", draw(payloads) or b""))
            code = draw(st.sampled_from(list(grpc.StatusCode)))
            links.append(
                grpc.aio.AioRpcError(
                    code, grpc.aio.Metadata(), metadata, details=draw(st.text(max_size=9))
                )
            )
        elif kind == 3:
            links.append(
                EgoError.of(
                    draw(st.integers(-2, 20)), draw(st.text(max_size=9)), reason=draw(reasons)
                )
            )
        else:
            links.append(draw(st.sampled_from([ValueError, grpc.FutureTimeoutError]))("text"))
    for link in links:
        how = draw(st.integers(0, 2))
        other = draw(st.sampled_from(links))
        if how == 1:
            link.__cause__ = other
        elif how == 2:
            link.__context__ = other
    return links[0] if links else None


@pytest.mark.usefixtures("shop")
@profile
@given(numbers, messages, payloads)
def test_any_status_is_read_and_goes_on_unchanged(
    code: object, message: object, details: bytes | None
) -> None:
    error = from_status(code, message, details)
    if error is None:
        assert code in (0, grpc.StatusCode.OK)
        return
    usable(error)
    sent = to_status(error)
    assert sent.details_bytes == (details or None)
    again = from_status(sent.code, sent.details, sent.details_bytes)
    assert again is not None
    assert (again.status, again.message, again.reason, again.domain, dict(again.metadata)) == (
        error.status,
        error.message,
        error.reason,
        error.domain,
        dict(error.metadata),
    )
    assert (again.details, again.details_broken) == (error.details, error.details_broken)


@pytest.mark.usefixtures("shop")
@profile
@given(chains())
def test_any_chain_is_read(error: BaseException | None) -> None:
    found = from_error(error)
    if found is None:
        assert error is None or (hasattr(error, "code") and error.code() in (0, grpc.StatusCode.OK))
    else:
        usable(found)


class _Hostile:
    """Says nothing about itself, not even its class."""

    @property
    def __class__(self) -> type:  # type: ignore[override]
        raise RuntimeError("no class")

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)


class _HostileError(_Hostile, Exception):
    pass


@pytest.mark.parametrize("kind", [_Hostile, _HostileError])
def test_an_object_whose_class_cannot_be_asked_is_read_and_matches_nothing(
    shop: ModuleType, kind: type[_Hostile]
) -> None:
    hostile = kind()
    found = from_error(hostile)
    assert found is not None
    assert found.status == Status.UNKNOWN
    assert not is_(hostile, shop.UserErrNotFound)
    assert not is_(shop.UserErrNotFound(), hostile)  # type: ignore[arg-type]


@pytest.mark.usefixtures("shop")
@settings(profile, max_examples=300)
@given(
    numbers,
    messages,
    payloads,
    st.dictionaries(st.text(max_size=3), st.text(max_size=300), max_size=30),
)
def test_any_error_can_be_derived_and_sent_within_the_budget(
    code: object, message: object, details: bytes | None, metadata: dict[str, str]
) -> None:
    error = from_status(code, message, details)
    if error is None:
        return
    derived = error.add_metadata(dict(metadata)).with_message(str(message) * 100)
    sent = to_status(derived)
    assert size(sent.details, sent.details_bytes) <= 7168
    back = from_status(sent.code, sent.details, sent.details_bytes)
    assert back is not None and (back.status, back.reason) == (error.status, error.reason)


def usable(error: EgoError) -> None:
    """Everything that a program asks of an error works."""
    assert error.status in Status and error.status is not Status.OK
    for text in (
        error.message,
        error.reason,
        error.domain,
        *error.metadata,
        *error.metadata.values(),
    ):
        text.encode()
    assert len(error.metadata) <= 64 and len(error.details) <= 64
    assert error.display("zh-CN").encode() and str(error) and repr(error)
    assert error.http_body("en")["error"]["code"] == error.http_status
    matches = [code for code in REGISTRY.codes if is_(error, code)]
    assert matches == ([error.code] if error.code else [])


def test_the_shop_is_what_the_examples_know(shop: ModuleType) -> None:
    assert {code.full_name for code in REGISTRY.codes} >= {
        kind.CODE.full_name for kind in shop.CODES
    }
