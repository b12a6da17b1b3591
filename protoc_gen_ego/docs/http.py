"""google.api.http: which HTTP requests become a call of a method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

_VERBS = ("get", "put", "post", "delete", "patch")


class HttpBinding(NamedTuple):
    """One HTTP request that a method answers (google.api.HttpRule)."""

    verb: str  # GET
    path: str  # /v1/{name=users/*}
    body: str  # the field that the body holds; `*`: all that the path does not
    response_body: str


def bindings(rule: Any) -> tuple[HttpBinding, ...]:
    """The bindings of a google.api.HttpRule message, the main one first."""
    try:
        return tuple(_bindings(rule))
    except AttributeError:  # someone else's option of the same name
        return ()


def _bindings(rule: Any) -> Iterator[HttpBinding]:
    kind = rule.WhichOneof("pattern")
    if kind in _VERBS:
        yield HttpBinding(kind.upper(), getattr(rule, kind), rule.body, rule.response_body)
    elif kind == "custom":
        yield HttpBinding(rule.custom.kind, rule.custom.path, rule.body, rule.response_body)
    for more in rule.additional_bindings:
        yield from _bindings(more)
