"""A small picture of a message: who uses it on the left, what it contains on the right. SVG, made at build time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ego_ci.site.html import escape
from ego_ci.site.paths import Paths

_MOST = 6  # boxes in a column; of more the number is said
_LETTER, _HEIGHT, _ROW, _GAP, _MARGIN = 7.3, 24, 32, 56, 10
_LONGEST = 34  # letters in a box


class Box(NamedTuple):
    """A type in the picture; texts are HTML, escaped."""

    start: str  # of its link, with the full name as its title
    shown: str
    end: str
    width: int


class Diagrams:
    """The pictures of a page; a box that was made for one serves the others."""

    def __init__(self, paths: Paths, page: str) -> None:
        self._paths = paths
        self._page = page
        self._boxes: dict[str, Box] = {}

    def of(self, name: str, contains: Sequence[str], users: Sequence[str]) -> str:
        """The picture as an SVG element; '' for a message that stands alone.

        Args:
            name: the message, as the page calls it. contains: full names of types. users: of messages and methods.
        """
        if not contains and not users:
            return ""
        left, right = self._column(users), self._column(contains)
        shown = _cut(name)
        rows = max(len(left), len(right), 1)
        height = rows * _ROW + 2 * _MARGIN
        wide, own = _widest(left), _width(shown)
        at = _MARGIN + wide + (_GAP if left else 0)
        there = at + own + (_GAP if right else 0)
        middle = height // 2
        parts = []
        top = (height - len(left) * _ROW) // 2 + (_ROW - _HEIGHT) // 2
        begin, bend = _MARGIN + wide, (_MARGIN + wide + at) // 2
        for y in range(top, top + len(left) * _ROW, _ROW):
            line = y + _HEIGHT // 2
            parts.append(f'<path d="M{begin} {line}C{bend} {line} {bend} {middle} {at} {middle}"/>')
        for y, box in zip(range(top, height, _ROW), left, strict=False):
            parts.append(_placed(box, _MARGIN, y, wide))
        top = (height - len(right) * _ROW) // 2 + (_ROW - _HEIGHT) // 2
        begin, bend = at + own, (at + own + there) // 2
        for y in range(top, top + len(right) * _ROW, _ROW):
            line = y + _HEIGHT // 2
            parts.append(
                f'<path d="M{begin} {middle}C{bend} {middle} {bend} {line} {there} {line}"/>'
            )
        width = _widest(right)
        for y, box in zip(range(top, height, _ROW), right, strict=False):
            parts.append(_placed(box, there, y, width))
        whole = there + width + _MARGIN
        told = escape(shown)
        return (
            f'<svg class="diagram" role="group" aria-label="{told} contains {len(contains)} types and is used by '
            f'{len(users)}" width="{whole}" height="{height}" viewBox="0 0 {whole} {height}">{"".join(parts)}'
            f'<rect class="self" x="{at}" y="{middle - _HEIGHT // 2}" width="{own}" height="{_HEIGHT}" rx="4"/>'
            f'<text x="{at + 8}" y="{middle + 4}">{told}</text></svg>'
        )

    def _column(self, names: Sequence[str]) -> list[Box]:
        shown = names if len(names) <= _MOST else names[: _MOST - 1]
        boxes = self._boxes
        found = [boxes[name] if name in boxes else self._box(name) for name in shown]
        if len(shown) < len(names):
            more = f"and {len(names) - len(shown)} more"
            found.append(Box("<g>", more, "</g>", _width(more)))
        return found

    def _box(self, name: str) -> Box:
        target = self._paths.library.index.target(name)
        text = ".".join(target.names) if target else name.rpartition(".")[2]
        if target and target.kind == "method":
            text = ".".join(target.full_name.split(".")[-2:])
        text = _cut(text)
        url = self._paths.url(target, self._page)
        title = f"<title>{escape(name)}</title>"
        start, end = (f'<a href="{escape(url)}">', "</a>") if url else ("<g>", "</g>")
        found = self._boxes[name] = Box(start + title, escape(text), end, _width(text))
        return found


def _placed(box: Box, x: int, y: int, width: int) -> str:
    start, shown, end, _ = box
    return (
        f'{start}<rect x="{x}" y="{y}" width="{width}" height="{_HEIGHT}" rx="4"/>'
        f'<text x="{x + 8}" y="{y + 16}">{shown}</text>{end}'
    )


def _widest(boxes: Iterable[Box]) -> int:
    return max([box.width for box in boxes], default=0)


def _width(text: str) -> int:
    """Of a box: letters, wide ones twice."""
    columns = len(text) if text.isascii() else sum(1 if ord(one) < 0x1100 else 2 for one in text)
    return round(columns * _LETTER) + 16


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
