"""The testee's loop: one line in, one line out, flushed."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.conformance.testees.python.codes import Registries
from tests.conformance.testees.python.fields import RefusedError
from tests.conformance.testees.python.operations import OPERATIONS


def main() -> None:
    """Answers until the input ends."""
    registries = Registries()
    for line in sys.stdin.buffer:
        answer = _answer(line, registries)
        sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def _answer(line: bytes, registries: Registries) -> dict[str, Any]:
    try:
        request = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        return {"id": None, "error": {"kind": "malformed", "text": str(problem)}}
    if not isinstance(request, dict):
        return {"id": None, "error": {"kind": "malformed", "text": "not an object"}}
    identity = request.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        identity = None
    try:
        return {"id": identity, **_operate(request, registries)}
    except RefusedError as refusal:
        return {"id": identity, "error": refusal.answer}


def _operate(request: dict[str, Any], registries: Registries) -> dict[str, Any]:
    op = request.get("op")
    operation = OPERATIONS.get(op) if isinstance(op, str) else None
    if operation is None:
        raise RefusedError("unknown_op", f"{op!r} is no op")
    return operation(request, registries.of(request))


if __name__ == "__main__":
    main()
