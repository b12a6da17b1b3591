"""The registry of a request: its `codes`, registered in order."""

from __future__ import annotations

from typing import Any

from egoerrors import DuplicateCodeError, ErrorCode, InvalidCodeError, Registry, Status

from tests.conformance.testees.python.fields import (
    BadRequestError,
    Fields,
    RefusedError,
    items,
    mapping,
    string,
)


class Registries:
    """Registries by their definitions; the last one is kept, since most lines repeat it."""

    def __init__(self) -> None:
        self._given: Any = None
        self._registry = Registry()

    def of(self, fields: Fields) -> Registry:
        """The registry that holds exactly the request's `codes`. RefusedError if there is none."""
        given = items(fields.get("codes", []), "codes")
        if given != self._given:
            self._given = None  # a refused definition must be refused again
            self._registry = _registered(given)
            self._given = given
        return self._registry


def code_of(fields: Fields, name: str, registry: Registry) -> ErrorCode:
    """The registered code that a field names."""
    return named(string(fields, name), registry)


def named(full_name: str, registry: Registry) -> ErrorCode:
    """The registered code of this full name."""
    entry = registry.get(full_name)
    if entry is None:
        raise RefusedError("unknown_code", f"{full_name!r} is not in codes")
    return entry.code


def shown(code: ErrorCode) -> dict[str, Any]:
    """A code as the `register` op answers it."""
    return {
        "full_name": code.full_name,
        "reason": code.reason,
        "domain": code.domain,
        "status": code.status.name,
        "http_status": code.status.http,
        "message": code.message,
        "i18n": dict(code.i18n),
        "parameters": list(code.keys),
    }


def _registered(given: list[Any]) -> Registry:
    registry = Registry()
    for item in given:
        definition = _definition(mapping(item, "codes"))
        try:
            registry.register(_code(definition))
        except InvalidCodeError as problem:
            raise RefusedError("invalid_code", str(problem)) from None
        except DuplicateCodeError as problem:
            first, second = problem.first.full_name, problem.second.full_name
            raise RefusedError("duplicate", str(problem), first=first, second=second) from None
    return registry


def _definition(fields: Fields) -> dict[str, Any]:
    i18n = mapping(fields.get("i18n", {}), "i18n")
    parameters = items(fields.get("parameters", []), "parameters")
    if not all(isinstance(text, str) for text in [*i18n.values(), *parameters]):
        raise BadRequestError("i18n and parameters hold strings")
    full_name = string(fields, "full_name")
    return {
        "full_name": full_name,
        "status": string(fields, "status"),
        "reason": string(fields, "reason", full_name),
        "domain": string(fields, "domain", ""),
        "message": string(fields, "message", ""),
        "i18n": i18n,
        "keys": parameters,
    }


def _code(definition: dict[str, Any]) -> ErrorCode:
    status = Status.__members__.get(definition.pop("status"))
    # An unknown name becomes a number that no status has: the runtime refuses it itself.
    return ErrorCode(status=99 if status is None else status, **definition)
