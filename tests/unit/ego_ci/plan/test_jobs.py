"""Packages become jobs: each once, after what it needs, never more jobs than allowed, of about the same weight."""

from __future__ import annotations

import pytest
from ego_ci.plan.jobs import Group, group
from ego_ci.problem import Problem
from hypothesis import given
from hypothesis import strategies as st

Requires = dict[str, set[str]]


@st.composite
def repositories(draw: st.DrawFn) -> tuple[Requires, dict[str, int]]:
    """Packages that need earlier ones, with weights."""
    count = draw(st.integers(1, 40))
    names = [f"p{index:02}" for index in range(count)]
    requires = {
        name: draw(st.sets(st.sampled_from(names[:index]), max_size=4)) if index else set()
        for index, name in enumerate(names)
    }
    return requires, {name: draw(st.integers(1, 50)) for name in names}


def behind(groups: tuple[Group, ...], index: int) -> set[int]:
    """A group, those that it needs, and so on."""
    found = {index}
    for need in groups[index].needs:
        found |= behind(groups, need)
    return found


@given(repositories(), st.integers(1, 50))
def test_every_package_is_built_once_and_after_what_it_needs(
    repository: tuple[Requires, dict[str, int]], most: int
) -> None:
    requires, weights = repository
    groups = group(requires, requires, weights, most=most)
    assert len(groups) <= most
    assert sorted(name for item in groups for name in item.packages) == sorted(requires)
    assert sum(item.weight for item in groups) == sum(weights.values())
    place = {name: index for index, item in enumerate(groups) for name in item.packages}
    for name, others in requires.items():
        for other in others:
            same = place[other] == place[name]
            assert same or place[other] in behind(groups, place[name])
            if same:  # within a job too
                packages = groups[place[name]].packages
                assert packages.index(other) < packages.index(name)
    for item in groups:
        assert all(groups[need].level < item.level for need in item.needs)


@given(repositories(), st.integers(1, 50))
def test_the_same_repository_gives_the_same_jobs(
    repository: tuple[Requires, dict[str, int]], most: int
) -> None:
    requires, weights = repository
    backwards = dict(reversed(requires.items()))
    assert group(requires, requires, weights, most=most) == group(
        set(backwards), backwards, weights, most=most
    )


def test_only_what_is_wanted_is_built() -> None:
    [one, two] = group(["b", "c"], {"a": (), "b": ("a",), "c": ("a", "b")}, {}, most=10)
    assert (one.packages, one.needs, one.level) == (("b",), (), 0)
    assert (two.packages, two.needs, two.level) == (("c",), (0,), 1)


def test_what_did_not_change_comes_along_once_a_chain() -> None:
    requires = {"a": ("z",), "z": (), "b": ("a",), "c": ("b", "y"), "y": ("z",)}
    [one, two] = group(["b", "c"], requires, {}, most=10)
    assert (one.packages, one.along) == (("b",), ("a", "z"))
    assert (two.packages, two.along) == (("c",), ("y",))


def test_jobs_of_one_level_weigh_about_the_same() -> None:
    weights = {f"p{index:03}": 1 + index % 7 for index in range(500)}
    groups = group(weights, dict.fromkeys(weights, ()), weights, most=20)
    sizes = [item.weight for item in groups]
    assert len(sizes) == 20
    assert max(sizes) - min(sizes) <= 7


def test_a_long_chain_needs_few_jobs_when_few_are_allowed() -> None:
    names = [f"p{index:04}" for index in range(1000)]
    requires = {name: names[max(0, index - 1) : index] for index, name in enumerate(names)}
    groups = group(names, requires, {}, most=10)
    assert [len(item.packages) for item in groups] == [100] * 10
    assert [item.needs for item in groups] == [(), *((index,) for index in range(9))]


def test_a_circle_is_a_problem_and_not_an_endless_loop() -> None:
    with pytest.raises(Problem, match="in a circle, a among them"):
        group(["a", "b", "c"], {"a": ("b",), "b": ("a",), "c": ()}, {}, most=10)
