"""Locale tags: how `zh_CN`, `zh-cn` and `cn` find the same text (contract L1, L2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def spelled(tag: str) -> str:
    """The tag as a code keeps it: `-` for `_`, and `zh-CN` for Ego's `cn`.

    >>> spelled("zh_Hant_TW"), spelled("cn")
    ('zh-Hant-TW', 'zh-CN')
    """
    tag = tag.replace("_", "-")
    return "zh-CN" if folded(tag) == "cn" else tag


def folded(tag: str) -> str:
    """The tag for comparison: without ASCII case (other letters keep theirs, in every
    language alike).
    """
    return tag.translate(_LOWER)


def walk(tag: str) -> Iterator[str]:
    """The folded tags to look up, the most special one first.

    >>> list(walk("zh_Hant_TW")), list(walk("cn")), list(walk(""))
    (['zh-hant-tw', 'zh-hant', 'zh'], ['zh-cn', 'zh'], [])
    """
    rest = folded(spelled(tag))
    while rest:
        yield rest
        rest = rest.rpartition("-")[0]


def normalised(i18n: Mapping[str, str]) -> dict[str, str]:
    """Texts by tag as spelled, sorted; a tag written `zh-CN` wins over one written
    `cn`.
    """
    ordered = sorted(i18n.items(), key=lambda item: (folded(item[0]) == "cn", item[0]))
    kept: dict[str, str] = {}
    for tag, template in ordered:
        kept.setdefault(spelled(tag), template)
    return dict(sorted(kept.items()))


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
