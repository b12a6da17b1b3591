"""What servers are told to fail with, and what every client must then say."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.error_details_pb2 import ErrorInfo  # type: ignore[import-untyped]
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]

METHODS = {"Unary": 0, "Download": 3, "Upload": 0, "Chat": 3}
"""The methods, and how many responses come before the error."""
DOMAIN = "user.example.com"
CODES = {
    "USER_ERR_NOT_FOUND": ("NOT_FOUND", 5, "USER_ERR_NOT_FOUND", None),
    "USER_ERR_LOCKED": ("FAILED_PRECONDITION", 9, "user {uid} is locked", "用户 {uid} 已锁定"),
    "USER_NOT_FOUND": ("NOT_FOUND", 5, "USER_NOT_FOUND", None),
}
"""The codes of interop.proto: status, its number, message template, that for zh-CN."""
TRUNCATED = "ego-truncated"
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """An error to order.

    too_large: over the budget, so that parts are dropped. foreign: from a peer with bare reasons and no domains.
    recorded: the row of peers.json (peer and case) that it must equal once the domain is cleared.
    """

    name: str
    code: str = "USER_ERR_NOT_FOUND"
    message: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    details: Sequence[tuple[str, bytes]] = ()
    too_large: bool = False
    foreign: bool = False
    recorded: tuple[str, str] | None = None

    @property
    def order(self) -> dict[str, Any]:
        """What is sent to the server."""
        order: dict[str, Any] = {"code": self.code}
        if self.message is not None:
            order["message"] = self.message
        if self.metadata:
            order["metadata"] = dict(self.metadata)
        if self.details:
            order["details"] = [
                {"type_url": url, "value_b64": b64(value)} for url, value in self.details
            ]
        return order

    @property
    def text(self) -> str:
        """The message that arrives, if nothing has to be dropped."""
        return self._filled(CODES[self.code][2]) if self.message is None else self.message

    @property
    def display(self) -> str:
        """The line for a person who reads zh-CN."""
        status, _, _, chinese = CODES[self.code]
        line = self._filled(chinese) if chinese else self.text or status
        return f"{line} (user.v1.{self.code})"

    def _filled(self, template: str) -> str:
        return template.replace("{uid}", self.metadata.get("uid", "{uid}"))

    @property
    def reason(self) -> str:
        """ErrorInfo.reason."""
        return self.code if self.foreign else f"user.v1.{self.code}"

    @property
    def domain(self) -> str:
        """ErrorInfo.domain."""
        return "" if self.foreign else DOMAIN

    @property
    def status(self) -> Status:
        """What is on the wire, made by protobuf and not by a runtime of ours."""
        info = ErrorInfo(reason=self.reason, domain=self.domain, metadata=self.metadata)
        every = [
            ("type.googleapis.com/google.rpc.ErrorInfo", info.SerializeToString(deterministic=True))
        ]
        return Status(
            code=CODES[self.code][1],
            message=self.text,
            details=[
                AnyMessage(type_url=url, value=value) for url, value in [*every, *self.details]
            ],
        )

    def expected(self, method: str) -> dict[str, Any]:
        """The answer of a client, in full."""
        return {
            **self.identity(),
            "metadata": dict(self.metadata),
            "message": self.text,
            "display": self.display,
            "grpc_message": self.text,
            "count": METHODS[method],
            "details_b64": b64(self.status.SerializeToString()),
        }

    def identity(self) -> dict[str, Any]:
        """The part that arrives whatever is dropped."""
        status, number, _, _ = CODES[self.code]
        return {
            "status": status,
            "reason": self.reason,
            "domain": self.domain,
            "matches": [self.code],
            "grpc_status": number,
        }

    def judge(self, method: str, answer: Answer) -> list[str]:
        """What is wrong with a client's answer."""
        if not self.too_large:
            return differences(self.expected(method), answer)
        wrong = differences({**self.identity(), "count": METHODS[method]}, answer)
        metadata, message = dict(answer["metadata"]), answer["message"]
        if metadata.pop(TRUNCATED, None) != "1":
            wrong.append(f"not marked with {TRUNCATED}")
        if not metadata.items() <= self.metadata.items() or not self.text.startswith(message):
            wrong.append("metadata or message that the server did not send")
        if not metadata and not message:
            wrong.append("nothing is left but the code")
        return wrong


def differences(expected: Answer, answer: Answer) -> list[str]:
    """The expected fields that an answer does not have."""
    return [
        f"{name} is {short(answer.get(name))}, expected {short(value)}"
        for name, value in expected.items()
        if answer.get(name) != value
    ]


def short(value: object) -> str:
    """A value for a line of a report."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 300 else f"{text[:300]}… ({len(text)} characters)"


def b64(value: bytes) -> str:
    """Base64 as the answers have it."""
    return base64.b64encode(value).decode("ascii")


UID = {"uid": "42"}
RETRY = ("type.googleapis.com/google.rpc.RetryInfo", b"\x0a\x02\x08\x1e")
UNKNOWN = ("types.example.com/no.one.Knows", b"\x08\x01\xff\x00 not a message")
LARGE = Case("2,000 characters", message="用户不存在" * 400, metadata=UID, too_large=True)
HOPPING = Case("a hop", message="锁 %\n😀", metadata=UID, details=(RETRY, UNKNOWN))
CASES = (
    Case("as declared", recorded=("ego", "as registered, message defaults to the value name")),
    Case(
        "message and metadata",
        message="user 42 not found",
        metadata=UID,
        recorded=("ego", "with message and metadata {uid:42}"),
    ),
    Case("Chinese", message="用户 42 不存在", metadata=UID, recorded=("ego", "message in Chinese")),
    Case("emoji", message="🛒 👩‍👩‍👧 is empty 😀", metadata={"uid": "四 🛒"}),
    Case("percent", message="100% of %d, %2F, %zz and %", metadata={"uid": "%41"}),
    Case("newline", message="first\nsecond\r\n\tthird", metadata={"uid": "a\nb"}),
    Case("template", code="USER_ERR_LOCKED", metadata={"uid": "四 {uid} %s"}),
    Case("empty metadata", code="USER_ERR_LOCKED", message="locked"),
    Case("empty value", metadata={"uid": ""}),
    Case("empty message", message="", metadata=UID),
    Case("several entries", metadata={"b": "2", "a": "1", "é": "x", "Z": "", "uid": "42"}),
    Case("other details", message="again in 30 s", metadata=UID, details=(RETRY, UNKNOWN)),
    Case("20 kB in one entry", metadata={**UID, "dump": "x" * 20_000}, too_large=True),
    Case("20 kB in 200 entries", metadata={f"k{n}": "值" * 33 for n in range(200)}, too_large=True),
    LARGE,
)
NOT_FOUND = Case("Kratos", code="USER_NOT_FOUND", message="user 42 not found", foreign=True)
KRATOS = (
    replace(NOT_FOUND, name="bare reason", recorded=("kratos", "short reason, no metadata")),
    replace(
        NOT_FOUND, name="metadata", metadata=UID, recorded=("kratos", "with metadata {uid:42}")
    ),
    replace(
        NOT_FOUND,
        name="Chinese",
        message="用户 42 不存在",
        metadata=UID,
        recorded=("kratos", "message in Chinese"),
    ),
    replace(NOT_FOUND, name="other text", message="😀 100%\n%d", metadata={"uid": "四 🛒"}),
)
"""What a Kratos server is asked for: it knows bare reasons without a domain."""
