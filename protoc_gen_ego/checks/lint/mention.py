"""Whether a comment speaks of errors."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\b(?i:errors?|exceptions?|fail(s|ed|ure|ures)?|reject(s|ed)?|refuse[sd]?)\b"
    r"|\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b|错误|失败|异常"
)


def mentions_errors(comment: str) -> bool:
    """Whether a word for errors, or the name of a status or an error code, stands in it.

    >>> [mentions_errors(text) for text in ("Fails when full.", "See NOT_FOUND.", "A terror.")]
    [True, True, False]
    """
    return _WORDS.search(comment) is not None
