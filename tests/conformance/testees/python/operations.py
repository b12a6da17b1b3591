"""The operations of section 3 of README.md, one function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from egoerrors import EgoError, Registry, Status, is_

from tests.conformance.testees.python.codes import code_of, named, shown
from tests.conformance.testees.python.fields import (
    BadRequestError,
    Fields,
    integer,
    metadata,
    string,
    text,
)
from tests.conformance.testees.python.sources import WIRE, build, derive, read
from tests.conformance.testees.python.views import NOTHING, chain, sent, view

Answer = dict[str, Any]


def _read(fields: Fields, registry: Registry) -> EgoError | None:
    if "source" not in fields:
        raise BadRequestError("source: missing")
    return read(fields["source"], registry)


def _locale(fields: Fields) -> Any:
    given = fields.get("locale")
    return None if given is None else text(given, "locale")


def from_error(fields: Fields, registry: Registry) -> Answer:
    if "source" in fields:
        return view(read(fields["source"], registry), registry)
    return view(read({name: fields[name] for name in WIRE if name in fields}, registry), registry)


def register(fields: Fields, registry: Registry) -> Answer:  # noqa: ARG001
    return {"codes": [shown(code) for code in registry.codes]}


def match(fields: Fields, registry: Registry) -> Answer:
    if "source" not in fields or "target" not in fields:
        raise BadRequestError("match needs source and target")
    target = fields["target"]
    wanted: Any = named(target, registry) if isinstance(target, str) else read(target, registry)
    return {"match": is_(build(fields["source"], registry), wanted, registry=registry)}


def derived(fields: Fields, registry: Registry) -> Answer:
    before = _read(fields, registry)
    after = derive(before, fields.get("steps"), registry)
    return {"before": view(before, registry), "after": view(after, registry)}


def i18n(fields: Fields, registry: Registry) -> Answer:
    code = code_of(fields, "code", registry)
    given = metadata(fields.get("metadata", {}), "metadata")
    error = EgoError.from_code(code, metadata=given)
    found = code.localized(_locale(fields), error.metadata)
    return {"text": found[1] if found else error.message}


def display(fields: Fields, registry: Registry) -> Answer:
    error = _read(fields, registry)
    return {"text": "" if error is None else error.display(_locale(fields))}


def http_status(fields: Fields, registry: Registry) -> Answer:
    if "status" in fields:
        name = string(fields, "status")
        if name not in Status.__members__:
            raise BadRequestError(f"status: {name!r} is none")
        return {"http_status": Status[name].http}
    error = _read(fields, registry)
    return {"http_status": Status.OK.http if error is None else error.http_status}


def http_body(fields: Fields, registry: Registry) -> Answer:
    error = _read(fields, registry)
    if error is None:
        return NOTHING
    return {"http_status": error.http_status, "body": error.http_body(_locale(fields))}


def to_status(fields: Fields, registry: Registry) -> Answer:
    return sent(_read(fields, registry))


def hop(fields: Fields, registry: Registry) -> Answer:
    times = integer(fields, "times", 1)
    if not 1 <= times <= 10:
        raise BadRequestError(f"times: {times} is not between 1 and 10")
    answer = sent(_read(fields, registry))
    for _ in range(times - 1):
        if answer != NOTHING:
            answer = sent(read(answer, registry))
    return answer


def causes(fields: Fields, registry: Registry) -> Answer:
    return {"chain": chain(_read(fields, registry))}


OPERATIONS: dict[str, Callable[[Fields, Registry], Answer]] = {
    "from_error": from_error,
    "register": register,
    "declare": register,
    "match": match,
    "derive": derived,
    "i18n": i18n,
    "display": display,
    "http_status": http_status,
    "http_body": http_body,
    "to_status": to_status,
    "hop": hop,
    "chain": causes,
}
