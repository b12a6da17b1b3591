"""The exception that every error code is raised as."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from google.protobuf.message import DecodeError, Message

from .budget import TRUNCATED
from .code import ErrorCode
from .content import Content, clean
from .http_body import http_body
from .status import Status, to_status_code
from .text import text
from .wire import Detail

_Self = TypeVar("_Self", bound="EgoError")
_Message = TypeVar("_Message", bound=Message)


class EgoError(Exception):
    """An error with a gRPC status, a reason and metadata; generated classes derive from
    it, one per error code.

    Values are immutable: `with_…` and `add_metadata` return new errors of the same
    class. Share and store them freely; raise them like any exception. A class without a
    code of its own gives an UNKNOWN error without a reason.
    """

    CODE: ClassVar[ErrorCode | None] = None
    __ego_error__: ClassVar[int] = (
        1  # how another copy of this package knows an error of this one
    )
    _content: Content

    def __init__(
        self,
        message: str | None = None,
        metadata: Mapping[str, str | None] | None = None,
    ) -> None:
        """A fresh error; without a message it is the code's template, filled from the
        metadata (contract D2).
        """
        super().__init__()
        self._content = _fresh(type(self).CODE, message, metadata)

    @classmethod
    def from_code(
        cls: type[_Self],
        code: ErrorCode,
        message: str | None = None,
        metadata: Mapping[str, str | None] | None = None,
    ) -> _Self:
        """A fresh error of a code that has no class of its own."""
        return cls._of(_fresh(code, message, metadata))

    @classmethod
    def of(
        cls: type[_Self],
        status: int,
        message: str = "",
        *,
        reason: str = "",
        domain: str = "",
        metadata: Mapping[str, str | None] | None = None,
    ) -> _Self:
        """An error that no code declares; a status that is not an error's becomes
        UNKNOWN.
        """
        number = to_status_code(status) or Status.UNKNOWN
        return cls._of(
            Content(number, text(message), text(reason), text(domain), clean(metadata))
        )

    @classmethod
    def _of(
        cls: type[_Self], content: Content, cause: BaseException | None = None
    ) -> _Self:
        error = cls.__new__(cls)
        error._content = content
        if cause is not None:
            error.__cause__ = cause
        return error

    # what it says

    @property
    def status(self) -> Status:
        """The gRPC status; read from the wire it is grpc-status, whatever else says
        otherwise.
        """
        return self._content.status

    @property
    def http_status(self) -> int:
        """The HTTP status, as google.rpc.Code maps it."""
        return self._content.status.http

    @property
    def message(self) -> str:
        """The message, filled."""
        return self._content.message_text

    @property
    def reason(self) -> str:
        """google.rpc.ErrorInfo.reason, '' without one."""
        return self._content.reason

    @property
    def domain(self) -> str:
        """google.rpc.ErrorInfo.domain."""
        return self._content.domain

    @property
    def metadata(self) -> Mapping[str, str]:
        """google.rpc.ErrorInfo.metadata, read-only, sorted by key."""
        return MappingProxyType(self._content.metadata)

    @property
    def details(self) -> tuple[Detail, ...]:
        """The other details, as type_url and bytes; `detail` decodes one."""
        return self._content.others

    @property
    def code(self) -> ErrorCode | None:
        """The registered code that it is, None when no registered code has this
        identity.
        """
        return self._content.code

    @property
    def cause(self) -> BaseException | None:
        """The local cause (`__cause__`); it never goes on the wire."""
        return self.__cause__

    @property
    def details_broken(self) -> bool:
        """Whether the details on the wire could not be decoded (contract R5, R6)."""
        return self._content.broken

    @property
    def status_mismatch(self) -> bool:
        """Whether grpc-status disagreed with the details or with the registered code
        (contract R3).
        """
        return self._content.mismatch

    @property
    def truncated(self) -> bool:
        """Whether the sender dropped parts to keep within the budget."""
        return self._content.metadata.get(TRUNCATED) == "1"

    def detail(self, kind: type[_Message]) -> _Message | None:
        """The first detail of a message class (`error_details_pb2.RetryInfo`), None
        when there is no readable one.
        """
        name = kind.DESCRIPTOR.full_name
        for detail in self._content.others:
            if detail.type_name == name:
                try:
                    return kind.FromString(detail.value)
                except DecodeError:
                    continue
        return None

    # deriving

    def with_message(self: _Self, message: str) -> _Self:
        """The same error with this literal message; braces in it mean nothing."""
        return self._of(
            self._content._replace(message=text(message), raw=None), self.__cause__
        )

    def with_metadata(self: _Self, metadata: Mapping[str, str | None]) -> _Self:
        """The same error with this metadata instead of its own."""
        return self._of(self._content.with_metadata(clean(metadata)), self.__cause__)

    def add_metadata(self: _Self, metadata: Mapping[str, str | None]) -> _Self:
        """The same error with this metadata over its own."""
        return self._of(
            self._content.with_metadata(clean(metadata, over=self._content.metadata)),
            self.__cause__,
        )

    def with_cause(self: _Self, cause: BaseException | None) -> _Self:
        """The same error with a local cause; what goes on the wire stays the same."""
        return self._of(self._content, cause)

    def with_details(self: _Self, *details: Message | Detail) -> _Self:
        """The same error with these details (messages, Any, or `Detail`) instead of its
        own; the ErrorInfo stays.
        """
        return self._of(
            self._content.with_details(tuple(map(_packed, details))), self.__cause__
        )

    # showing

    def display(self, locale: str | None = None) -> str:
        """The line to show a person, with the unique reason: `下单失败
        (order.v1.ORDER_ERR_PAY_FAILED)`.
        """
        content = self._content
        found = (
            content.code.localized(locale, content.metadata) if content.code else None
        )
        line = (found[1] if found else content.message_text) or content.status.name
        if not content.reason:
            return line
        if content.code:
            return f"{line} ({content.code.full_name})"
        dotted = "." in content.reason or not content.domain
        return (
            f"{line} ({content.reason})"
            if dotted
            else f"{line} ({content.domain}/{content.reason})"
        )

    def http_body(self, locale: str | None = None) -> dict[str, Any]:
        """The JSON body of AIP-193 for an HTTP answer with `http_status`."""
        return http_body(self._content, locale)

    def __str__(self) -> str:
        return self.display()

    def __repr__(self) -> str:
        content = self._content
        reason = f", reason={content.reason!r}" if content.reason else ""
        parts = f"{content.status.name}, {content.message_text!r}{reason}"
        return f"{type(self).__name__}({parts}, metadata={dict(content.metadata)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self._content))


def _rebuild(kind: type[EgoError], content: Content) -> EgoError:
    return kind._of(content)


def _fresh(
    code: ErrorCode | None,
    message: str | None,
    metadata: Mapping[str, str | None] | None,
) -> Content:
    literal = None if message is None and code else text(message)
    if code is None:
        return Content(Status.UNKNOWN, literal, metadata=clean(metadata))
    return Content(
        code.status, literal, code.reason, code.domain, clean(metadata), code=code
    )


def _packed(detail: Message | Detail) -> Detail:
    """Contract X3."""
    url, value = getattr(detail, "type_url", None), getattr(detail, "value", None)
    if isinstance(url, str) and isinstance(value, bytes):
        return Detail(text(url), value)
    if not isinstance(detail, Message):
        raise TypeError(
            f"a detail is a message, an Any or a Detail, not {type(detail).__name__}"
        )
    url = f"type.googleapis.com/{detail.DESCRIPTOR.full_name}"
    return Detail(url, detail.SerializeToString(deterministic=True))
