"""Matching: whether an error is a given code (contract I4 to I6)."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .error import EgoError
from .reading import from_error
from .registry import REGISTRY, Registry


class CodeLike(Protocol):
    """An error code, of this copy of the package or of another one."""

    @property
    def full_name(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def domain(self) -> str: ...


class CodeClass(Protocol):
    """A class generated for an error code."""

    @property
    def CODE(self) -> CodeLike | None: ...  # noqa: N802


class _Identity(NamedTuple):
    full_name: str
    reason: str
    domain: str


def is_(
    error: object,
    code: CodeLike | CodeClass | type[EgoError] | EgoError | None,
    *,
    registry: Registry = REGISTRY,
) -> bool:
    """Whether the error is this code: same identity, found through the chain. Never
    raises.

    `code` is a generated class, an `ErrorCode` or another error. Nothing but None
    matches None: `is_(None, None)` is true, `is_(error, None)` and `is_(None, code)`
    are false.
    """
    found = from_error(error, registry=registry)
    if found is None or code is None:
        return found is None and code is None
    try:
        return _matches(found, code, registry)
    except Exception:  # a target whose accessors fail is no code
        return False


def _matches(found: EgoError, code: object, registry: Registry) -> bool:
    if found.code is not None and found.code is getattr(code, "CODE", code):
        return True  # the usual case, without taking identities apart
    target = _identity(code)
    if target is None:
        return False
    if found.code is not None:
        return found.code.full_name == target.full_name
    if not found.reason or registry.get(target.full_name):
        return False
    if "." in found.reason:
        return found.reason == target.full_name
    return bool(found.domain) and (found.domain, found.reason) == (
        target.domain,
        target.reason,
    )


def _identity(target: object) -> _Identity | None:
    """The identity of a target; None if it has none and so matches nothing."""
    if getattr(type(target), "__ego_error__", None) is not None:
        code = getattr(target, "code", None)
        if code is None:
            reason, domain = (
                str(getattr(target, "reason", "")),
                str(getattr(target, "domain", "")),
            )
            return (
                _Identity(reason if "." in reason else "", reason, domain)
                if reason
                else None
            )
    else:
        code = getattr(target, "CODE", target)
    full_name = getattr(code, "full_name", None)
    if not isinstance(full_name, str) or not full_name:
        return None
    return _Identity(
        full_name, str(getattr(code, "reason", "")), str(getattr(code, "domain", ""))
    )
