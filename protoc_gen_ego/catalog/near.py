"""Which tag of ours an unknown one nearly is: other case, a plural, one slip of the finger."""

from __future__ import annotations

import re

from protoc_gen_ego.status import BY_NAME

_WORDS = ("code", "msg", "metadata", "errors", "domain", "plugins")
_I18N = re.compile(r"(?i)(i18n|i8n|i18|il8n|l18n|i1n8|i81n|18n)(?=[._-]|$)")


def near(key: str, value: str | None) -> str:
    """The tag that was meant, '' when it is someone else's.

    Words of four letters have many neighbours (`@mode`, `@node`), so a changed letter counts only with a status behind.

    >>> near("Code", None), near("i8n.cn", "x"), near("mode", "fast"), near("cod", "ABORTED")
    ('code', 'i18n.cn', '', 'code')
    """
    i18n = _I18N.match(key)
    if i18n:
        return f"i18n.{key[i18n.end() :].lstrip('._-') or '<locale>'}"
    folded = key.lower()
    for word in _WORDS:
        if folded == word:
            return word
        if value is not None and (_swapped(folded, word) or _one_off(folded, word, value)):
            return word
    return ""


def _swapped(a: str, b: str) -> bool:
    return len(b) > len("msg") and sorted(a) == sorted(b)


def _one_off(a: str, b: str, value: str) -> bool:
    """Whether one insertion or deletion, or with a status behind one substitution, turns one word into the other."""
    if len(a) == len(b):
        return value in BY_NAME and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(
        long[:i] + long[i + 1 :] == short for i in range(len(long))
    )
