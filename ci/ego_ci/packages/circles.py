"""Circles in a graph of names."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


def circles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """For each knot of names that reach each other, one shortest circle through its first name.

    >>> list(circles({"a": ["b"], "b": ["c", "a"], "c": ["d"], "x": ["y"], "y": ["x"]}))
    [['a', 'b'], ['x', 'y']]
    """
    try:
        TopologicalSorter(graph).prepare()
        return
    except CycleError:
        told: set[str] = set()
    for start in sorted(graph):
        if start in told:
            continue
        circle = _shortest(graph, start)
        if circle:
            told.update(name for name in _reached(graph, start) if start in _reached(graph, name))
            yield circle


def _shortest(graph: Mapping[str, Sequence[str]], start: str) -> list[str]:
    before: dict[str, str] = {}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        for following in graph.get(name, ()):
            if following == start:
                path = [name]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return path[::-1]
            if following not in before:
                before[following] = name
                queue.append(following)
    return []


def _reached(graph: Mapping[str, Sequence[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for following in graph.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found
