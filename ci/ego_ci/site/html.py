"""The one escape function of all HTML that is written in Python, and what else names need on their way to a page."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape as escape
from urllib.parse import quote

_ORDINARY = re.compile(r"[\w.]+", re.ASCII)
"""A name that means nothing in HTML and in URLs but itself."""
_JOINT = re.compile(r"(?<=[A-Za-z0-9][._])(?=\w)")


def is_ordinary(name: str) -> bool:
    """Whether a name stands in HTML and in URLs as it is."""
    return _ORDINARY.fullmatch(name) is not None


def fragment(full_name: str) -> str:
    """The fragment of an element: the id of its HTML element is its full name.

    >>> fragment("shop.user.v1.User.name"), fragment('a"b')
    ('shop.user.v1.User.name', 'a%22b')
    """
    return full_name if is_ordinary(full_name) else quote(full_name, errors="replace")


@lru_cache(maxsize=4096)  # a page names an element three times
def breaks(name: str) -> str:
    """A name, escaped, that may go on in the next line after each of its parts.

    >>> breaks("a.USER_ERR")
    'a.<wbr>USER_<wbr>ERR'
    """
    if _ORDINARY.fullmatch(name):
        return _JOINT.sub("<wbr>", name)
    return "<wbr>".join([escape(part) for part in _JOINT.split(name)])


def code_block(text: str, label: str, language: str = "") -> str:
    """Code that can be copied; `text` and `label` are escaped here."""
    kind = f' class="language-{escape(language)}"' if language else ""
    return (
        '<div class="code"><button type="button" class="copy" hidden>Copy</button>'
        f'<pre tabindex="0" role="group" aria-label="{escape(label)}"><code{kind}>{escape(text)}</code></pre></div>'
    )
