"""The context of a synchronous handler in an asyncio server, with the answers it lacks.

Such a context takes a code, details and trailing metadata and tells none of them back;
an interceptor that cannot see them would replace them. Handlers of methods that nobody
wrote are of this kind, in every asyncio server: protoc's servicers are synchronous.
"""

from __future__ import annotations

from typing import Any


class TellingContext:
    """Remembers what the handler sets; everything else is the inner context's."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._code: Any = None
        self._details: Any = None
        self._trailing_metadata: Any = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def set_code(self, code: Any) -> None:
        self._code = code
        self._inner.set_code(code)

    def code(self) -> Any:
        return self._code

    def set_details(self, details: Any) -> None:
        self._details = details
        self._inner.set_details(details)

    def details(self) -> Any:
        return self._details

    def set_trailing_metadata(self, trailing_metadata: Any) -> None:
        self._trailing_metadata = trailing_metadata
        self._inner.set_trailing_metadata(trailing_metadata)

    def trailing_metadata(self) -> Any:
        return self._trailing_metadata
