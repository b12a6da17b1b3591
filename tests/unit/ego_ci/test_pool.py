"""The pool: results in order, findings of all, and the first failure ends everything."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from ego_ci.console import Console
from ego_ci.inputs import Inputs
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.project import complete
from ego_ci.settings import Settings
from ego_ci.stages import pool
from ego_ci.stages.stage import Context, Findings
from ego_ci.work import Work

from protoc_gen_ego.diagnostics import Diagnostic, Severity


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 2)
    project = complete(tmp_path, Settings(name="a"))
    work = Work(project.output)
    return Context(project, work, Console(), Runner(), Inputs(project, work))


def test_results_are_in_the_order_of_the_items(context: Context) -> None:
    last = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert last.wait(60)  # the other thread does all the rest meanwhile
        if item == 99:
            last.set()
        return item * 2

    assert pool.each(context, work, range(100)) == [item * 2 for item in range(100)]


def test_findings_of_all_items_come_together_in_their_order(context: Context) -> None:
    def work(item: int) -> int:
        if item % 2:
            raise Findings([Diagnostic(None, Severity.ERROR, "R", str(item))])
        return item

    with pytest.raises(Findings) as caught:
        pool.each(context, work, range(6))
    assert [item.message for item in caught.value.diagnostics] == ["1", "3", "5"]


def test_a_failure_ends_the_program_that_another_item_runs(context: Context) -> None:
    begun: list[int] = []
    running = threading.Event()

    def work(item: int) -> int:
        begun.append(item)
        if item == 0:
            running.set()
            context.process.run([sys.executable, "-c", "import time; time.sleep(600)"])
        assert running.wait(60)
        raise Problem("this one failed")

    with pytest.raises(Problem, match="this one failed"):
        pool.each(context, work, range(50))
    assert sorted(begun) == [0, 1]


def test_nothing_is_nothing(context: Context) -> None:
    assert pool.each(context, str, []) == []
