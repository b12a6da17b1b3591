"""The trailers of each server as HTTP/2 carries them: equal in all languages, and equal to what was recorded."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from google.rpc.error_details_pb2 import ErrorInfo  # type: ignore[import-untyped]
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]

from tests.interop.cases import CASES, METHODS, Case, short
from tests.interop.process import Broken, Process
from tests.interop.recorded import ROWS

NAMES = ("grpc-status", "grpc-message", "grpc-status-details-bin")


@dataclass
class Trailers:
    """What was seen: how many were asked for, how many were right, and what was not."""

    asked: int = 0
    equal: int = 0
    problems: list[str] = field(default_factory=list)


def look(client: Process, ports: dict[str, int], found: Trailers) -> None:
    """Asks every server for every case, and compares with protobuf's bytes and the recorded ones."""
    for case in CASES:
        first: dict[str, str] = {}
        for server, port in ports.items():
            for method in METHODS:
                found.asked += 1
                request = {"address": f"127.0.0.1:{port}", "method": method, "raw": True}
                request["order"] = json.dumps(case.order)
                try:
                    seen = settled(client.ask(request))
                    first = first or seen
                    wrong = judge(case, seen, first)
                except (Broken, ValueError) as problem:
                    wrong = [str(problem)]
                found.problems += [f"{server}, {case.name}, {method}: {what}" for what in wrong]
                found.equal += not wrong


def settled(raw: dict[str, str]) -> dict[str, str]:
    """The three trailers as they were sent, but for what gRPC leaves to servers: padding of base64, and whether an
    empty message is sent.

    Raises:
        ValueError: others of gRPC were sent, or no status.
    """
    if "grpc-status" not in raw or set(raw) - set(NAMES):
        raise ValueError(f"the trailers are {sorted(raw)}")
    return {name: raw.get(name, "").rstrip("=" if name.endswith("-bin") else "") for name in NAMES}


def judge(case: Case, seen: dict[str, str], first: dict[str, str]) -> list[str]:
    """What is wrong with a server's trailers; `first` are those of the first server."""
    wrong = [
        f"{name} is {short(seen[name])}, of another server {short(first[name])}"
        for name in NAMES
        if seen[name] != first[name]
    ]
    details = base64.b64decode(seen[NAMES[2]] + "=" * (-len(seen[NAMES[2]]) % 4))
    have = (int(seen[NAMES[0]]), unquote_to_bytes(seen[NAMES[1]]).decode("utf-8"), details)
    if not case.too_large:
        status = case.status
        wrong += _compare(have, (status.code, case.text, status.SerializeToString()), "protobuf's")
    if case.recorded:
        [row] = [row for row in ROWS if (row["peer"], row["case"]) == case.recorded]
        kept = (row["grpc_status"][0], row["grpc_message"], bytes.fromhex(row["details_hex"]))
        wrong += _compare((*have[:2], without_domain(details)), kept, "the recorded one")
    return wrong


def _compare(seen: tuple[object, ...], expected: tuple[object, ...], whose: str) -> list[str]:
    return [
        f"{name} is {value!r}, {whose} is {wanted!r}"
        for name, value, wanted in zip(NAMES, seen, expected, strict=True)
        if value != wanted
    ]


def without_domain(details: bytes) -> bytes:
    """A Status whose ErrorInfo has no domain."""
    status = Status.FromString(details)
    info = ErrorInfo.FromString(status.details[0].value)
    info.domain = ""
    status.details[0].value = info.SerializeToString()
    return bytes(status.SerializeToString())
