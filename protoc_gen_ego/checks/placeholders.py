"""The `{key}` in a message, which the metadata fills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protoc_gen_ego.catalog import ErrorCode

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """The keys, each once, in order.

    >>> placeholders('{uid} is not {uid}, see {"json": 1} and {a.b}')
    ('uid', 'a.b')
    """
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def texts(code: ErrorCode) -> Iterator[tuple[str, str]]:
    """(what it is, the text) of each text of an error."""
    if code.message:
        yield "the message", code.message
    for locale, text in code.i18n:
        yield f"the text for {locale}", text
