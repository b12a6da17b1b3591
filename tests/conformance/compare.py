"""Comparing answers: two JSON values, and where they first differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def plain(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without what is free: the text of an error."""
    error = answer.get("error")
    if not isinstance(error, dict):
        return dict(answer)
    return {**answer, "error": {key: item for key, item in error.items() if key != "text"}}


def same(left: Any, right: Any) -> bool:
    """Equal as JSON values: unlike Python's ==, true is not 1 and 1 is not 1.0.

    >>> same({"a": 1}, {"a": True}), same([1], [1])
    (False, True)
    """
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def differences(expected: Any, actual: Any, path: str = "") -> list[str]:
    """Every place where two answers differ, as `path: expected … got …`; empty when equal."""
    if same(expected, actual):
        return []
    if isinstance(expected, dict) and isinstance(actual, dict):
        found = []
        for key in sorted(expected.keys() | actual.keys()):
            place = f"{path}.{key}" if path else key
            if key not in actual:
                found.append(f"{place}: expected {show(expected[key])}, got nothing")
            elif key not in expected:
                found.append(f"{place}: expected nothing, got {show(actual[key])}")
            else:
                found += differences(expected[key], actual[key], place)
        return found
    return [f"{path or 'answer'}: expected {show(expected)}, got {show(actual)}"]


def check(expected: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """What is wrong with an answer to a vector; empty when it is right.

    `expect.error.text_names` lists what the free error text must contain.
    """
    wanted = plain(expected)
    problems = []
    if isinstance(wanted.get("error"), dict):
        names = wanted["error"].pop("text_names", [])
        text = str((answer.get("error") or {}).get("text", ""))
        problems = [
            f"error.text: {name!r} is not named in {text!r}" for name in names if name not in text
        ]
    return differences(wanted, plain(answer)) + problems


def show(value: Any, limit: int = 1500) -> str:
    """JSON for a report, with the middle of very long values left out."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]} … {len(text) - limit} more … {text[-limit // 2 :]}"
