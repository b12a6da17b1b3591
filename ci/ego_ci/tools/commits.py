"""Commits: the last commits of many parts of one tree, for the price of a few calls of git."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from ego_ci.tools.git import Commit, Git

_PROTOS = ":(glob)**/*.proto"


@dataclass
class Commits:
    """The answers of git about a tree, each asked for once.

    known: what an earlier run was told, as `remember` wrote it; '' for nothing. It saves a call for each
    part that no commit has touched since. also: files that belong to every part, as far as `dirty` goes.
    """

    git: Git
    known: str = ""
    also: tuple[str, ...] = ()
    _answers: dict[str, tuple[str, int]] = field(default_factory=dict)

    def last(self, paths: Iterable[str]) -> Commit | None:
        """The last commit that touched proto files at or below paths, None if there is none.

        dirty: those files differ from HEAD now.
        """
        paths = tuple(paths) or (".",)
        key = "\n".join(paths)
        if not self._head:
            return None
        if key not in self._answers:
            kept = self._kept.get(key)
            answer = self.git.last_id(paths) if not kept or self._is_touched(key) else kept
            if not answer:
                return None
            self._answers[key] = answer
        commit, time = self._answers[key]
        dirty = any(_below(path, (*paths, *self.also)) for path in self._changed)
        return Commit(commit, time, dirty=dirty, shallow=commit in self._cut)

    def remember(self) -> str:
        """What the next run may know: what holds at this commit."""
        kept = {key: told for key, told in self._kept.items() if not self._is_touched(key)}
        return json.dumps({"head": self._head, "answers": {**kept, **self._answers}})

    def _is_touched(self, key: str) -> bool:
        return any(_below(path, tuple(key.split("\n"))) for path in self._since)

    @cached_property
    def _head(self) -> str:
        return self.git.resolve("HEAD") if self.git.is_repository() else ""

    @cached_property
    def _kept(self) -> Mapping[str, tuple[str, int]]:
        """Earlier answers, if they are about this commit or one before it; those that still hold and others."""
        try:
            known = json.loads(self.known)
            head = str(known["head"])
            answers = {
                str(key): (str(id_), int(time)) for key, (id_, time) in known["answers"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}
        if not re.fullmatch(r"[0-9a-f]{40,64}", head):
            return {}
        return answers if head == self._head or self.git.is_ancestor(head) else {}

    @cached_property
    def _old(self) -> str:
        return str(json.loads(self.known)["head"])

    @cached_property
    def _since(self) -> tuple[str, ...]:
        """The proto files that commits have touched since the earlier answers."""
        if not self._kept or self._old == self._head:
            return ()
        return self.git.touched(self._old, _PROTOS)

    @cached_property
    def _changed(self) -> tuple[str, ...]:
        return self.git.changed(_PROTOS, *(f":(literal){path}" for path in self.also))

    @cached_property
    def _cut(self) -> frozenset[str]:
        return frozenset(self.git.boundary())


def _below(path: str, paths: tuple[str, ...]) -> bool:
    found = PurePosixPath(path)
    return any(found.is_relative_to(PurePosixPath(prefix)) for prefix in paths)
