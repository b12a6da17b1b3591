"""What a report tells: the stages that ran, with all findings of all tools, each once and in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ego_ci.problem import EXIT_OK, Problem
from protoc_gen_ego.diagnostics import Diagnostic, Severity, in_order

_WEIGHTS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class Part:
    """One stage: how it ended and what it found; `files` are those that it wrote, `data` is safe for JSON."""

    name: str
    status: str
    diagnostics: tuple[Diagnostic, ...] = ()
    unchanged: bool = False
    files: tuple[Path, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    notes: tuple[str, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """A whole run. root: the folder that positions are relative to. problem: what kept it from checking."""

    root: Path
    parts: tuple[Part, ...] = ()
    exit: int = EXIT_OK
    problem: Problem | None = None

    @cached_property
    def found(self) -> tuple[tuple[str, Diagnostic], ...]:
        """(stage, finding), sorted by place; what several tools say alike stands there once."""
        stages: dict[Diagnostic, str] = {}
        for part in self.parts:
            for item in part.diagnostics:
                stages.setdefault(item, part.name)
        return tuple((stages[item], item) for item in unique(stages))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings alone."""
        return tuple(item for _, item in self.found)

    @cached_property
    def breaking(self) -> frozenset[str]:
        """The rules whose findings are breaking changes, as the stages say."""
        rules: set[str] = set()
        for part in self.parts:
            named = part.data.get("breaking")
            rules.update(named if isinstance(named, list) else ())
        return frozenset(rules)

    @cached_property
    def below(self) -> str:
        """The path of `root` below the git repository, '' if it is its top: GitLab's paths start there."""
        for folder in (self.root, *self.root.parents):
            if (folder / ".git").exists():
                below = self.root.relative_to(folder).as_posix()
                return "" if below == "." else f"{below}/"
        return ""


def unique(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted, and each place, rule and message once, with its greatest weight."""
    kept: dict[object, Diagnostic] = {}
    for item in sorted(in_order(found), key=lambda item: _WEIGHTS[item.severity]):
        kept.setdefault((item.position, item.rule, item.message), item)
    return in_order(kept.values())
