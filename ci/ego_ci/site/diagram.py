"""A small picture of a message: who uses it on the left, what it contains on the right. SVG, made at build time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from ego_ci.site.paths import Paths
from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.types import TypeRef
from protoc_gen_ego.docs.views import MessageView

_MOST = 6  # boxes in a column; of more the number is said
_LETTER, _HEIGHT, _ROW, _GAP, _MARGIN = 7.3, 24, 32, 56, 10
_LONGEST = 34  # letters in a box


class Box(NamedTuple):
    """A type in the picture."""

    full_name: str
    shown: str
    url: str


def of_message(
    paths: Paths, page: str, name: str, message: MessageView, fields: Iterable[FieldView]
) -> Markup:
    """The picture as an SVG element, for a page of the site; empty for a message that stands alone."""
    contains = dict.fromkeys(name for field in fields for name in _types(field.type))
    users = dict.fromkeys(use.user for use in message.used_by)
    if not contains and not users:
        return Markup()
    left, right = _boxes(paths, page, users), _boxes(paths, page, contains)
    own = Box(message.full_name, _cut(name), "")
    rows = max(len(left), len(right), 1)
    height = rows * _ROW + 2 * _MARGIN
    widths = [_width(left), _width([own]), _width(right)]
    starts = [_MARGIN, _MARGIN + widths[0] + (_GAP if left else 0)]
    starts.append(starts[1] + widths[1] + (_GAP if right else 0))
    middle = height / 2
    parts = [
        *_column(left, starts[0], widths[0], height, toward=(starts[1], middle), out=True),
        *_column(
            right, starts[2], widths[2], height, toward=(starts[1] + widths[1], middle), out=False
        ),
        *_box(own, starts[1], middle - _HEIGHT / 2, widths[1], "self"),
    ]
    width = starts[2] + widths[2] + _MARGIN
    label = f"{own.shown} contains {len(contains)} types and is used by {len(users)}"
    return Markup(
        f'<svg class="diagram" role="group" aria-label="{escape(label)}" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">{"".join(parts)}</svg>'
    )


def _types(ref: TypeRef) -> Iterator[str]:
    if ref.value is not None:
        yield from _types(ref.value)
    elif ref.full_name:
        yield ref.full_name


def _boxes(paths: Paths, page: str, names: Iterable[str]) -> list[Box]:
    known = list(names)
    shown = known if len(known) <= _MOST else known[: _MOST - 1]
    found = []
    for name in shown:
        target = paths.library.index.target(name)
        text = ".".join(target.names) if target else name.rpartition(".")[2]
        if target and target.kind == "method":
            text = ".".join(target.full_name.split(".")[-2:])
        found.append(Box(name, _cut(text), paths.url(target, page)))
    if len(shown) < len(known):
        found.append(Box("", f"and {len(known) - len(shown)} more", ""))
    return found


def _column(
    boxes: Sequence[Box],
    x: float,
    width: float,
    height: float,
    *,
    toward: tuple[float, float],
    out: bool,
) -> Iterator[str]:
    top = (height - len(boxes) * _ROW) / 2
    for place, box in enumerate(boxes):
        y = top + place * _ROW + (_ROW - _HEIGHT) / 2
        start, end = (x + width, y + _HEIGHT / 2), toward
        bend = (start[0] + end[0]) / 2 if out else (x + end[0]) / 2
        if not out:
            start, end = toward, (x, y + _HEIGHT / 2)
        yield (
            f'<path d="M{start[0]:.0f} {start[1]:.0f}C{bend:.0f} {start[1]:.0f} '
            f'{bend:.0f} {end[1]:.0f} {end[0]:.0f} {end[1]:.0f}"/>'
        )
        yield from _box(box, x, y, width)


def _box(box: Box, x: float, y: float, width: float, kind: str = "") -> Iterator[str]:
    mark = f' class="{kind}"' if kind else ""
    text = (
        f'<rect{mark} x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{_HEIGHT}" rx="4"/>'
        f'<text x="{x + 8:.0f}" y="{y + 16:.0f}">{escape(box.shown)}</text>'
    )
    title = f"<title>{escape(box.full_name)}</title>" if box.full_name else ""
    yield (f'<a href="{escape(box.url)}">{title}{text}</a>' if box.url else f"<g>{title}{text}</g>")


def _width(boxes: Sequence[Box]) -> float:
    return max((_columns(box.shown) * _LETTER + 16 for box in boxes), default=0)


def _columns(text: str) -> int:
    """Letters, wide ones twice."""
    return sum(1 if ord(letter) < 0x1100 else 2 for letter in text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
