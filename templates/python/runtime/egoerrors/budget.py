"""The budget of an error on the wire: what is dropped, in which order, so that code,
reason and domain arrive.

A default Java, PHP or C-core client loses the whole error once the trailers pass 8 KiB;
the message travels twice, and each of its non-ASCII bytes is three bytes in
grpc-message (contract B).
"""

from __future__ import annotations

from typing import NamedTuple

from .content import Content
from .encode import (
    INFO_URL,
    base64_length,
    detail_length,
    encode_info,
    encode_status,
    entry_length,
    field_length,
)
from .text import percent_encoded_length
from .wire import Detail

BUDGET = 7168
TRUNCATED = "ego-truncated"

_DROPPED_FIRST = (
    "google.rpc.DebugInfo",
    "google.rpc.Help",
    "google.rpc.LocalizedMessage",
)


class Outgoing(NamedTuple):
    """What goes on the wire: grpc-message, and grpc-status-details-bin if any."""

    message: str
    details: bytes | None


def fit(content: Content) -> Outgoing:
    """The error within the budget; unchanged if it is already."""
    message, data = content.message_text, content.serialized()
    if percent_encoded_length(message) + base64_length(len(data or b"")) <= BUDGET:
        return Outgoing(message, data)
    return _Trim(content).run()


class _Trim:
    """One error being taken apart; lengths are kept up to date, nothing is encoded
    before the end.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        self.message = content.message_text
        self.metadata = {**content.metadata, TRUNCATED: "1"}
        self.details: list[Detail | None] = list(content.details)  # None: dropped
        self.info_at = content.info_at
        if self.info_at < 0:
            self.details.insert(0, Detail(INFO_URL, b""))
            self.info_at = 0
        self.info_url = (
            content.details[content.info_at].type_url
            if content.info_at >= 0
            else INFO_URL
        )
        self.info_length = (
            field_length(len(content.reason.encode()), skip=True)
            + field_length(len(content.domain.encode()), skip=True)
            + sum(entry_length(key, value) for key, value in self.metadata.items())
        )
        self.others_length = sum(
            detail_length(detail.type_url, len(detail.value))
            for at, detail in enumerate(self.details)
            if detail and at != self.info_at
        )

    def run(self) -> Outgoing:
        self.drop_details()
        self.drop_metadata()
        self.cut_message()
        value = encode_info(self.content.reason, self.content.domain, self.metadata)
        self.details[self.info_at] = Detail(self.info_url, value)
        kept = [detail for detail in self.details if detail]
        return Outgoing(
            self.message, encode_status(self.content.status, self.message, kept)
        )

    def too_long(self, message: str) -> bool:
        status_length = (
            2  # the code: a tag and a number below 128
            + field_length(len(message.encode()), skip=True)
            + detail_length(self.info_url, self.info_length)
            + self.others_length
        )
        return percent_encoded_length(message) + base64_length(status_length) > BUDGET

    def drop_details(self) -> None:
        places = [at for at in range(len(self.details)) if at != self.info_at]
        places.sort(key=lambda at: (-_rank(self.details[at]), at))
        while places and self.too_long(self.message):
            at = places.pop()
            detail = self.details[at]
            if detail:
                self.others_length -= detail_length(detail.type_url, len(detail.value))
            self.details[at] = None

    def drop_metadata(self) -> None:
        keys = sorted(
            (len(value.encode()), key)
            for key, value in self.metadata.items()
            if key != TRUNCATED
        )
        while keys and self.too_long(self.message):
            _, key = keys.pop()
            self.info_length -= entry_length(key, self.metadata.pop(key))

    def cut_message(self) -> None:
        if not self.too_long(self.message):
            return
        fits, over = 0, len(self.message)
        while over - fits > 1:
            middle = (fits + over) // 2
            if self.too_long(self.message[:middle]):
                over = middle
            else:
                fits = middle
        self.message = self.message[:fits]


def _rank(detail: Detail | None) -> int:
    """0 for what is dropped first."""
    name = detail.type_name if detail else ""
    return _DROPPED_FIRST.index(name) if name in _DROPPED_FIRST else len(_DROPPED_FIRST)
