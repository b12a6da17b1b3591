"""An error code: the definition that a proto file gives of one error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from .locales import folded, normalised, walk
from .status import Status
from .text import text


class InvalidCodeError(ValueError):
    """A definition that cannot be an error code (contract I3)."""


class ErrorCode:
    """One declared error. Immutable; two are equal when they say the same in every
    field.

    `reason` and `domain` are what google.rpc.ErrorInfo carries, `message` and `i18n`
    are templates whose `{key}` is filled from the metadata, `keys` are the declared
    metadata keys.

    Raises InvalidCodeError for status OK, an empty full name, or a reason that is
    neither the full name nor (with a domain) the value name.
    """

    __slots__ = (
        "_by_tag",
        "domain",
        "full_name",
        "i18n",
        "keys",
        "message",
        "reason",
        "status",
    )

    full_name: str
    reason: str
    domain: str
    status: Status
    message: str
    i18n: Mapping[str, str]
    keys: tuple[str, ...]
    _by_tag: dict[str, str]

    def __init__(
        self,
        full_name: str,
        status: int,
        *,
        reason: str = "",
        domain: str = "",
        message: str = "",
        i18n: Mapping[str, str] | None = None,
        keys: Iterable[str] = (),
    ) -> None:
        put = object.__setattr__
        put(self, "full_name", text(full_name))
        put(self, "reason", text(reason) or self.full_name)
        put(self, "domain", text(domain))
        if not self.full_name:
            raise InvalidCodeError("an error code needs a full name")
        if status not in _ERROR_NUMBERS:
            raise InvalidCodeError(
                f"{full_name}: status {status!r} is not that of an error: 1 to 16"
            )
        if self.reason != self.full_name:
            if self.reason != self.name:
                raise InvalidCodeError(
                    f"{full_name}: reason {reason!r} is not its full name or value name"
                )
            if not self.domain:
                raise InvalidCodeError(
                    f"{full_name}: reason {reason!r} is not unique without a domain"
                )
        put(self, "status", Status(status))
        put(self, "message", text(message))
        put(self, "keys", tuple(map(text, keys)))
        texts = normalised(
            {text(tag): text(template) for tag, template in (i18n or {}).items()}
        )
        put(self, "i18n", MappingProxyType(texts))
        by_tag: dict[str, str] = {}
        for tag in texts:
            by_tag.setdefault(folded(tag), tag)
        put(self, "_by_tag", by_tag)

    @property
    def name(self) -> str:
        """The enum value's own name: `USER_ERR_NOT_FOUND`."""
        return self.full_name.rpartition(".")[2]

    def filled(self, metadata: Mapping[str, str]) -> str:
        """The message filled from metadata; the value name if no message is declared
        (contract D2).
        """
        return fill(self.message, metadata) if self.message else self.name

    def localized(
        self, locale: str | None, metadata: Mapping[str, str]
    ) -> tuple[str, str] | None:
        """(tag, filled text) of the first i18n text on the locale's walk; None when
        there is none (contract L2).
        """
        if locale and self._by_tag:
            for tag in walk(text(locale)):
                found = self._by_tag.get(tag)
                if found is not None:
                    return found, fill(self.i18n[found], metadata)
        return None

    def _fields(self) -> tuple[Any, ...]:
        return (
            self.full_name,
            self.status,
            self.reason,
            self.domain,
            self.message,
            dict(self.i18n),
            self.keys,
        )

    def __eq__(self, other: object) -> bool:
        return (
            self._fields() == other._fields()
            if isinstance(other, ErrorCode)
            else NotImplemented
        )

    def __hash__(self) -> int:
        return hash(self.full_name)

    def __repr__(self) -> str:
        status = f"Status.{self.status.name}"
        return f"ErrorCode({self.full_name!r}, {status}, domain={self.domain!r})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an error code cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an error code cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, self._fields())


def _rebuild(
    full_name: str,
    status: int,
    reason: str,
    domain: str,
    message: str,
    i18n: dict[str, str],
    keys: tuple[str, ...],
) -> ErrorCode:
    return ErrorCode(
        full_name,
        status,
        reason=reason,
        domain=domain,
        message=message,
        i18n=i18n,
        keys=keys,
    )


def fill(template: str, metadata: Mapping[str, str]) -> str:
    """The template with each `{key}` of the metadata replaced, in one pass; all other
    text stays (contract D3).

    >>> fill("{a}{b} {", {"a": "{b}"})
    '{b}{b} {'
    """
    if "{" not in template or not metadata:
        return template
    out: list[str] = []
    at = 0
    while True:
        start = template.find("{", at)
        end = template.find("}", start) if start >= 0 else -1
        if end < 0:
            return "".join(out) + template[at:]
        value = metadata.get(template[start + 1 : end])
        if value is None:
            out.append(template[at : start + 1])
            at = start + 1
        else:
            out.append(template[at:start] + value)
            at = end + 1


_ERROR_NUMBERS = frozenset(range(1, 17))
