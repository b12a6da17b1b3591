"""The remedy for a word that is not allowed: what is, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_LIST_AT_MOST = 20  # a longer list hides the answer instead of giving it


def suggest(word: str, allowed: Iterable[str], *, squeeze: bool = False) -> str:
    """What a near miss probably meant, whatever its case, then all that is allowed; `squeeze` ignores underscores.

    >>> suggest("NotFound", ["NOT_FOUND", "UNKNOWN"], squeeze=True)
    'did you mean NOT_FOUND? allowed: NOT_FOUND, UNKNOWN'
    >>> suggest("AIP", ["aip", "ego"])
    'did you mean aip? allowed: aip, ego'
    >>> suggest("x", ["errors", "catalog"])
    'allowed: catalog, errors'
    """
    from difflib import get_close_matches  # needed only on the way to an error message

    words = sorted(allowed)
    key = _key if squeeze else str.upper
    keys = {key(known): known for known in words}
    near = get_close_matches(key(word), keys, n=1, cutoff=0.65)
    hint = f"did you mean {keys[near[0]]}?" if near else ""
    listed = f"allowed: {', '.join(words)}" if len(words) <= _LIST_AT_MOST else ""
    return " ".join(filter(None, (hint, listed))) or f"{len(words)} are allowed, none is near"


def _key(word: str) -> str:
    return word.replace("_", "").replace("-", "").upper()
