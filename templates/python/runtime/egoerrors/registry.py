"""The registry: every error code that the modules of this process have declared."""

from __future__ import annotations

import threading
from typing import NamedTuple, TypeVar

from .code import ErrorCode
from .error import EgoError

_Item = TypeVar("_Item", bound="ErrorCode | type[EgoError]")


class Entry(NamedTuple):
    """A registered code and the class that its errors are made of."""

    code: ErrorCode
    kind: type[EgoError]


class DuplicateCodeError(ValueError):
    """Two different definitions under one identity; `first` was registered before
    `second` came.
    """

    def __init__(self, first: Entry, second: Entry) -> None:
        super().__init__(
            f"two error codes under one identity: {_where(first)} and {_where(second)}"
        )
        self.first = first.code
        self.second = second.code


class Registry:
    """Codes by identity. Registering locks; looking up does not, it reads finished
    entries only.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_name: dict[str, tuple[Entry, ...]] = {}
        self._by_pair: dict[tuple[str, str], tuple[Entry, ...]] = {}
        self._by_full_name: dict[str, Entry] = {}

    def register(self, *items: _Item) -> tuple[_Item, ...]:
        """Adds codes or error classes, all or none; an identical definition is accepted
        again (contract I3).

        Gives them back. Raises DuplicateCodeError, TypeError for something that is no code.
        """
        entries = [_entry(item) for item in items]
        with self._lock:
            new: dict[str, Entry] = {}
            bare: dict[tuple[str, str], Entry] = {}
            for entry in entries:
                self._check(entry, new, bare)
            for entry in new.values():
                self._add(entry)
        return items

    def resolve(self, reason: str, domain: str) -> Entry | None:
        """The one code that an ErrorInfo with this reason and domain means (contract
        I2).
        """
        if "." in reason:
            return self._by_full_name.get(reason)
        if not reason:
            return None
        found = (
            self._by_pair.get((domain, reason), ())
            if domain
            else self._by_name.get(reason, ())
        )
        return found[0] if len(found) == 1 else None

    def get(self, full_name: str) -> Entry | None:
        """The entry of a code by its full name."""
        return self._by_full_name.get(full_name)

    @property
    def codes(self) -> tuple[ErrorCode, ...]:
        """All registered codes, in the order of registration."""
        with self._lock:
            return tuple(entry.code for entry in self._by_full_name.values())

    def clear(self) -> None:
        """Forgets everything; for tests."""
        with self._lock:
            self._by_name.clear()
            self._by_pair.clear()
            self._by_full_name.clear()

    def _check(
        self, entry: Entry, new: dict[str, Entry], bare: dict[tuple[str, str], Entry]
    ) -> None:
        code = entry.code
        known = new.get(code.full_name) or self._by_full_name.get(code.full_name)
        if known:
            if known.code != code:
                raise DuplicateCodeError(known, entry)
            # A reloaded module: `except` must find the class that it sees now.
            if _place(known) == _place(entry) and known.kind is not entry.kind:
                new[code.full_name] = entry
            return
        if "." not in code.reason:
            pair = (code.domain, code.reason)
            rivals = [bare[pair]] if pair in bare else list(self._by_pair.get(pair, ()))
            for rival in rivals:
                if rival.code.reason == code.reason:
                    raise DuplicateCodeError(rival, entry)
            bare[pair] = entry
        new[code.full_name] = entry

    def _add(self, entry: Entry) -> None:
        code = entry.code
        pair = (code.domain, code.name)
        self._by_name[code.name] = (
            *_others(self._by_name.get(code.name, ()), code),
            entry,
        )
        self._by_pair[pair] = (*_others(self._by_pair.get(pair, ()), code), entry)
        self._by_full_name[code.full_name] = entry


def _others(entries: tuple[Entry, ...], code: ErrorCode) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.code.full_name != code.full_name)


def _entry(item: ErrorCode | type[EgoError]) -> Entry:
    if isinstance(item, ErrorCode):
        return Entry(item, EgoError)
    code = getattr(item, "CODE", None)
    if not isinstance(code, ErrorCode) or not isinstance(item, type):
        raise TypeError(f"not an error code or a class of one: {item!r}")
    return Entry(code, item)


def _place(entry: Entry) -> str:
    return f"{entry.kind.__module__}.{entry.kind.__qualname__}"


def _where(entry: Entry) -> str:
    code = entry.code
    place = "" if entry.kind is EgoError else f", {_place(entry)}"
    return f"{code.full_name} ({code.status.name}, domain {code.domain!r}{place})"


REGISTRY = Registry()
register = REGISTRY.register
