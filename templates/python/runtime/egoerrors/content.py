"""What an error holds, as one immutable value: the facts read from the wire or given by
code, and their bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .code import ErrorCode
from .encode import INFO_URL, encode_info, encode_status
from .status import Status
from .text import text
from .wire import Detail


class Content(NamedTuple):
    """The state of an `EgoError`; deriving replaces fields, nothing is ever changed in
    place.
    """

    status: Status
    message: str | None  # None: the code's template, filled when read (contract D2)
    reason: str = ""
    domain: str = ""
    metadata: Mapping[str, str] = {}
    details: tuple[
        Detail, ...
    ] = ()  # as they go on the wire, with the deciding ErrorInfo where it was read
    info_at: int = -1  # place of that ErrorInfo in details; -1: none was read
    info_derived: bool = False  # its bytes are out of date and must be written anew
    raw: bytes | None = (
        None  # google.rpc.Status as received, until something is derived
    )
    broken: bool = False
    mismatch: bool = False
    code: ErrorCode | None = None

    @property
    def message_text(self) -> str:
        """The message as it is shown and sent."""
        if self.message is not None:
            return self.message
        return self.code.filled(self.metadata) if self.code else ""

    @property
    def has_info(self) -> bool:
        """Whether an ErrorInfo goes on the wire (contract V5)."""
        return self.info_at >= 0 or bool(self.reason or self.domain or self.metadata)

    @property
    def others(self) -> tuple[Detail, ...]:
        """The details but the deciding ErrorInfo."""
        at = self.info_at
        return self.details if at < 0 else self.details[:at] + self.details[at + 1 :]

    def with_metadata(self, metadata: Mapping[str, str]) -> Content:
        """Other metadata; the ErrorInfo keeps its place (contract X6)."""
        return self._replace(metadata=metadata, info_derived=True, raw=None)

    def with_details(self, details: tuple[Detail, ...]) -> Content:
        """Other details behind the ErrorInfo (contract X6, D5)."""
        at = self.info_at
        if at < 0:
            return self._replace(details=details, raw=None)
        return self._replace(details=(self.details[at], *details), info_at=0, raw=None)

    def serialized(self) -> bytes | None:
        """google.rpc.Status: as received or canonical, whatever its size; None when
        there are no details.
        """
        if self.raw is not None:
            return self.raw
        details = self.details
        if self.has_info and (self.info_derived or self.info_at < 0):
            value = encode_info(self.reason, self.domain, self.metadata)
            if self.info_at < 0:
                details = (Detail(INFO_URL, value), *details)
            else:
                at = self.info_at
                details = (
                    *details[:at],
                    Detail(details[at].type_url, value),
                    *details[at + 1 :],
                )
        return (
            encode_status(self.status, self.message_text, details) if details else None
        )


def clean(
    metadata: Mapping[str, str | None] | None, *, over: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A sorted copy of metadata as well-formed text, laid over other metadata; entries
    with None are left out.
    """
    merged = dict(over or {})
    merged.update(
        (text(key), text(value))
        for key, value in (metadata or {}).items()
        if value is not None
    )
    return dict(sorted(merged.items()))
