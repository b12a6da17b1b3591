"""What must hold for any answer to any hostile request, whoever gives it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

STATUSES = frozenset({
    "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
    "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
})  # fmt: skip
VIEW = frozenset({
    "status", "reason", "domain", "metadata", "message", "details_broken", "status_mismatch",
    "registered", "matches", "chain", "details_b64",
})  # fmt: skip
BUDGET = 7168


def judge(line: bytes, answer: Mapping[str, Any]) -> list[str]:
    """The invariants that an answer breaks; empty when it may stand."""
    request = _object(line)
    if request is None:
        malformed = (
            isinstance(answer.get("error"), dict) and answer["error"].get("kind") == "malformed"
        )
        return [] if malformed and answer.get("id") is None else ["not answered as malformed"]
    if answer.get("id") != request.get("id"):
        return [f"id {answer.get('id')!r} is not the request's"]
    if request["op"] == "register":
        return _of_registering(answer)
    if "error" in answer:
        return ["an error is answered to a valid request"]
    return _of_operation(request, answer)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        parsed = json.loads(line.decode("utf-8"))
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _of_operation(request: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    if answer.get("none"):
        return [] if answer.keys() == {"id", "none"} else ["nothing, but with fields"]
    op = request["op"]
    if op == "from_error":
        return _of_view({key: item for key, item in answer.items() if key != "id"}, request)
    if op == "derive":
        return _of_view(answer["before"], request) + _of_view(answer["after"], request)
    if op in ("to_status", "hop"):
        over = _size(answer["grpc_message"], answer["details_b64"]) - BUDGET
        return [f"{over} bytes over the budget"] if over > 0 else []
    if op in ("display", "i18n"):
        return [] if isinstance(answer.get("text"), str) else ["text is not a string"]
    return []


def _of_registering(answer: Mapping[str, Any]) -> list[str]:
    kind = answer["error"].get("kind") if isinstance(answer.get("error"), dict) else None
    if kind in ("duplicate", "invalid_code") or isinstance(answer.get("codes"), list):
        return []
    return ["neither registered nor refused"]


def _of_view(view: Mapping[str, Any], request: Mapping[str, Any]) -> list[str]:
    problems = []
    if view.keys() != VIEW:
        problems.append(f"fields differ from a view's: {sorted(view.keys() ^ VIEW)}")
    if view.get("status") not in STATUSES:
        problems.append(f"status {view.get('status')!r}")
    known = {code["full_name"] for code in request["codes"]}
    matches = view.get("matches", [])
    if matches != sorted(set(matches)) or not set(matches) <= known:
        problems.append(f"matches {matches!r}")
    if len(matches) > 1 or (view.get("registered") and len(matches) != 1):
        problems.append("one error, one code: it matches several, or not its own")
    if not view.get("reason") and matches:
        problems.append("an error without a reason matches")
    return problems


def _size(message: str, details_b64: str | None) -> int:
    """The size that the budget counts (docs/error-contract.md B1)."""
    encoded = sum(1 if 0x20 <= byte <= 0x7E and byte != 0x25 else 3 for byte in message.encode())
    details = len(base64.b64decode(details_b64)) if details_b64 else 0
    return encoded + 4 * -(-details // 3)
