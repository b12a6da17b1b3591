"""Sight: what the checks of one run look at, prepared once and shared by all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ego_ci.stages.base import Base
from ego_ci.stages.image import Image
from ego_ci.stages.scope import Scope
from ego_ci.stages.stage import Context
from protoc_gen_ego.diagnostics import Diagnostic, Position


@dataclass(frozen=True)
class Break:
    """A breaking change, and the full names of what it is about."""

    diagnostic: Diagnostic
    names: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What a check found; breaks are kept apart because they can be approved."""

    diagnostics: tuple[Diagnostic, ...] = ()
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class Sight:
    """The tree and the base.

    against: the base's image, None when nothing is compared. judged: whether findings in a file are
    wanted, by its path below the repository. part: the tree's image of the files that `against` has been
    built of, None if that is `image`.
    """

    context: Context
    scope: Scope
    image: Image
    base: Base
    against: Image | None
    judged: Callable[[str], bool]
    part: Image | None = None

    def shown(self, item: Diagnostic, *, compared: bool = False) -> Diagnostic:
        """A finding with its files named as the repository names them, or as the base did for what is gone.

        compared: its other places are those of the base, where the same file may have another path.
        """
        there = self.against if compared and self.against else self.image
        related = tuple((self._place(place, there), note) for place, note in item.related)
        place = self._place(item.position, self.image) if item.position else None
        return item._replace(position=place, related=related)

    def _place(self, position: Position, image: Image) -> Position:
        workspace = image.workspace
        if self.against and workspace.module_of(position.path) is None:
            workspace = self.against.workspace
        return position._replace(path=workspace.shown(position.path))
