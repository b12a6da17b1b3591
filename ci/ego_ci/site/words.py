"""The words that a search can find an element by. templates/site/assets/search.js reads a query by the same rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_WORD = re.compile(r"\w+")
_WORDS = re.compile(r"[a-z0-9]{2,}")
"""Those of a text in ASCII that are worth looking for."""
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\dA-Za-z_]+")
_TOGETHER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
STOP = frozenset(
    """a an and are as at be been but by can do does for from has have if in into is it its may must no not of on
    one only or set than that the their them then there these they this to use used was when which will with would you
    your""".split()
)
"""Words of comments that lead nowhere; a query is read without them."""
_LONGEST = 40


@lru_cache(8192)
def of_name(name: str) -> tuple[str, ...]:
    """A name as a whole, without `_`, and its parts; all in lower case.

    >>> of_name("GetUserRequest"), of_name("user_id")
    (('getuserrequest', 'get', 'user', 'request'), ('userid', 'user', 'id'))
    """
    found = ["".join(_WORD.findall(name)).replace("_", "").lower()[:_LONGEST]]
    found += [part.lower()[:_LONGEST] for part in _PARTS.findall(name)]
    return tuple(dict.fromkeys(token for token in found if token))


def of_text(text: str) -> Iterable[str]:
    """The words of a comment, each once. Scripts without spaces give pairs of letters.

    >>> list(of_text("Reads the user's name. 用户名"))
    ['reads', 'user', 'name', '用户', '户名']
    """
    if text.isascii() and "_" not in text:
        found = dict.fromkeys(_WORDS.findall(text.lower()))
        return [word[:_LONGEST] for word in found if word not in STOP]
    found = dict.fromkeys(_WORD.findall(text.lower()))
    return dict.fromkeys([part for word in found for part in _parts(word) if part])


def _parts(word: str) -> Iterator[str]:
    if word in STOP or len(word) == 1:
        return
    if word.isascii():
        yield word.replace("_", "")[:_LONGEST]
        return
    for run in _TOGETHER.findall(word):
        yield from (run[at : at + 2] for at in range(max(len(run) - 1, 1)))
    rest = _TOGETHER.sub(" ", word).replace("_", "").split()
    yield from (part[:_LONGEST] for part in rest if len(part) > 1)
