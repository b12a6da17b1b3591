"""The remedy for a word that is not allowed: what is, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def suggest(word: str, allowed: Iterable[str], *, squeeze: bool = False) -> str:
    """`did you mean NOT_FOUND?` for a near miss, else the whole list; `squeeze` ignores case and underscores.

    >>> suggest("NotFound", ["NOT_FOUND", "UNKNOWN"], squeeze=True)
    'did you mean NOT_FOUND?'
    >>> suggest("x", ["errors", "catalog"])
    'allowed: catalog, errors'
    """
    from difflib import get_close_matches  # needed only on the way to an error message

    words = sorted(allowed)
    keys = {_key(known) if squeeze else known: known for known in words}
    near = get_close_matches(_key(word) if squeeze else word, keys, n=1, cutoff=0.7)
    return f"did you mean {keys[near[0]]}?" if near else f"allowed: {', '.join(words)}"


def _key(word: str) -> str:
    return word.replace("_", "").replace("-", "").upper()
