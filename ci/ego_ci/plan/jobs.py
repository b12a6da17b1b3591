"""Jobs: packages put together so that no pipeline has more jobs than allowed, each after those that it needs.

GitLab bounds both the jobs of a pipeline and the `needs` of a job:
https://docs.gitlab.com/administration/instance_limits/
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ego_ci.problem import Problem

NEEDS = 50
"""The most `needs` that a job may have (`ci_needs_size_limit`)."""


@dataclass(frozen=True)
class Group:
    """Packages of one job, those that others need first.

    level: 0 for what needs nobody, otherwise one more than the highest that it needs. needs: indexes of groups.
    along: packages that nobody asked for and that these need, as far as no group brings them that this one needs:
    under a new version of these they have to be there under the same one.
    """

    packages: tuple[str, ...]
    level: int
    needs: tuple[int, ...]
    weight: int
    along: tuple[str, ...] = ()


def group(
    wanted: Iterable[str],
    requires: Mapping[str, Iterable[str]],
    weights: Mapping[str, int],
    *,
    most: int,
) -> tuple[Group, ...]:
    """At most `most` groups, of about the same weight where packages do not wait for each other.

    Raises Problem when packages need each other in a circle.
    """
    names = set(wanted)
    edges = {name: sorted(names.intersection(requires.get(name, ()))) for name in sorted(names)}
    levels = _levels(edges)
    if len(names) <= most:
        parts = [[name] for level in levels for name in level]
    elif len(levels) <= most:
        parts = _balanced(levels, weights, most)
    else:
        parts = _merged(levels, weights, most)
    return _along(_linked(parts, edges, weights), names, requires)


def _levels(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Names by the length of the longest way to one that needs nobody."""
    open_needs = {name: len(others) for name, others in edges.items()}
    back: dict[str, list[str]] = defaultdict(list)
    for name, others in edges.items():
        for other in others:
            back[other].append(name)
    found: list[list[str]] = []
    ready = [name for name, count in open_needs.items() if not count]
    while ready:
        found.append(sorted(ready))
        following = []
        for name in ready:
            for user in back[name]:
                open_needs[user] -= 1
                if not open_needs[user]:
                    following.append(user)
        ready = following
    left = sorted(name for name, count in open_needs.items() if count)
    if left:
        raise Problem(
            f"packages need each other in a circle, {left[0]} among them",
            remedy="`ego package` names the imports",
        )
    return found


def _balanced(
    levels: Sequence[Sequence[str]], weights: Mapping[str, int], most: int
) -> list[list[str]]:
    """Every level divided into its share of the groups, the heaviest package always into the lightest group."""
    total = sum(weights.get(name, 1) for level in levels for name in level)
    spare = most - len(levels)
    parts: list[list[str]] = []
    for level in levels:
        weight = sum(weights.get(name, 1) for name in level)
        count = min(len(level), 1 + spare * weight // total)
        heap: list[tuple[int, int]] = [(0, index) for index in range(count)]
        filled: list[list[str]] = [[] for _ in range(count)]
        for name in sorted(level, key=lambda name: (-weights.get(name, 1), name)):
            held, index = heapq.heappop(heap)
            filled[index].append(name)
            heapq.heappush(heap, (held + weights.get(name, 1), index))
        parts += [sorted(part) for part in filled]
    return parts


def _merged(
    levels: Sequence[Sequence[str]], weights: Mapping[str, int], most: int
) -> list[list[str]]:
    """More levels than jobs: pieces of one long line, in which everybody stands behind what it needs."""
    line = [name for level in levels for name in level]
    total = sum(weights.get(name, 1) for name in line)
    parts: list[list[str]] = [[] for _ in range(most)]
    held = 0
    for name in line:
        parts[min(most - 1, held * most // total)].append(name)
        held += weights.get(name, 1)
    return [part for part in parts if part]


def _linked(
    parts: Sequence[Sequence[str]],
    edges: Mapping[str, Sequence[str]],
    weights: Mapping[str, int],
) -> tuple[Group, ...]:
    place = {name: index for index, part in enumerate(parts) for name in part}
    groups: list[Group] = []
    for index, part in enumerate(parts):
        needs = sorted({place[other] for name in part for other in edges[name]} - {index})
        level = 1 + max((groups[need].level for need in needs), default=-1)
        weight = sum(weights.get(name, 1) for name in part)
        groups.append(Group(tuple(part), level, tuple(needs), weight))
    return tuple(groups)


def _along(
    groups: Sequence[Group], wanted: set[str], requires: Mapping[str, Iterable[str]]
) -> tuple[Group, ...]:
    brought: list[set[str]] = []
    found: list[Group] = []
    for each in groups:
        before = set().union(*(brought[need] for need in each.needs))
        more: set[str] = set()
        waiting = list(each.packages)
        while waiting:
            near = {
                name
                for name in requires.get(waiting.pop(), ())
                if name not in wanted and name not in before and name not in more
            }
            more |= near
            waiting += near
        brought.append(before | more)
        found.append(replace(each, along=tuple(sorted(more))))
    return tuple(found)
