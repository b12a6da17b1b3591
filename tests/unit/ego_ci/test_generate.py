"""generate: what protoc says is told apart by whose fault it is."""

from __future__ import annotations

import pytest
from ego_ci.problem import Problem
from ego_ci.stages.generate import _see_environment


def test_a_full_disk_is_a_problem_not_a_finding() -> None:
    with pytest.raises(Problem, match=r"^out/a_pb2\.py: No space left on device \(free"):
        _see_environment("warning: x\nout/a_pb2.py: write: No space left on device\n")


@pytest.mark.parametrize("words", ["--ego_out: 1 error\na.proto:1:1: error: X: No", "no: space"])
def test_what_a_plugin_finds_is_no_problem(words: str) -> None:
    found = []
    try:
        _see_environment(words)
    except Problem as problem:
        found.append(problem)
    assert found == []
