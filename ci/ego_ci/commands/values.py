"""Values: what a shell completes an option with, as the ego.yaml of the folder has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from ego_ci import project
from ego_ci.problem import Problem
from ego_ci.project import Project

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_FOLDERS = ("local", "composer")
_KNOWN: dict[str, Callable[[Project], Iterable[str]]] = {
    "language": lambda found: found.languages,
    "package": lambda found: (package.name for package in found.packages),
    "registry": lambda found: (*found.registries, "all"),
    "folder": lambda found: (n for n, entry in found.registries.items() if entry.type in _FOLDERS),
}


def of(
    kind: str,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]] | None:
    """What completes an option or argument of this kind, such as "registry"; None for others.

    The words of a list `a,b` are completed one after the other, none twice.
    """
    if kind not in _KNOWN:
        return None

    def complete(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # only a shell that asks needs it

        try:
            names = _KNOWN[kind](project.load(project.find(_folder(ctx))))
        except (Problem, OSError):  # nobody reads a message while a word is typed
            return []
        before, comma, word = begun.rpartition(",")
        taken = before.split(",")
        return [
            CompletionItem(f"{before}{comma}{name}")
            for name in names
            if name.startswith(word) and name not in taken and not (comma and name == "all")
        ]

    return complete


def _folder(ctx: click.Context) -> Any:
    """What -C says on this line, wherever it stands."""
    at: click.Context | None = ctx
    while at:
        if said := at.params.get("directory"):
            return said
        at = at.parent
    return "."
