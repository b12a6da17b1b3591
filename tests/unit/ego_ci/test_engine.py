"""The engine: what runs, what is taken from the record, what is skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from ego_ci.console import Console
from ego_ci.inputs import Inputs
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.project import complete
from ego_ci.settings import Settings
from ego_ci.stages import engine
from ego_ci.stages.stage import Context, Findings, Option, Result, Stage
from ego_ci.work import Work

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

ERROR = Diagnostic(
    Position("a.proto", 1, 2), Severity.ERROR, "R", "m", "do", ((Position("b", 3, 4), "n"),)
)


@dataclass
class Probe:
    """A stage that writes one file and counts its runs."""

    name: str
    answer: Result = field(default_factory=lambda: Result("ok"))
    digest: str = "1"
    runs: int = 0
    problem: Exception | None = None

    @property
    def stage(self) -> Stage:
        return Stage(
            self.name, "A probe.", self.run, self.inputs, options=(Option("x", "An option."),)
        )

    def inputs(self, _context: Context) -> Mapping[str, str]:
        return {"digest": self.digest}

    def run(self, context: Context) -> Result:
        self.runs += 1
        if self.problem:
            raise self.problem
        if context.dry_run:
            return Result("planned")
        target = context.work.root / self.name
        context.work.write(target, b"made")
        return replace(self.answer, outputs=(target,))


@pytest.fixture
def context(tmp_path: Path) -> Context:
    project = complete(tmp_path, Settings(name="a"))
    work = Work(project.output)
    with work.opened(print):
        return Context(project, work, Console(), Runner(), Inputs(project, work))


def run(context: Context, *probes: Probe, **more: bool) -> list[Result]:
    rows = engine.run([probe.stage for probe in probes], context, **more)
    return [row.result for row in rows]


def test_what_did_not_change_is_not_run_again(context: Context) -> None:
    probe = Probe("a", Result("ok", notes=("n",), data={"k": [1]}))
    (first,) = run(context, probe)
    (second,) = run(context, probe)
    assert probe.runs == 1
    assert (first.unchanged, second.unchanged) == (False, True)
    assert replace(second, unchanged=False, seconds=0) == replace(first, seconds=0)


def test_findings_are_replayed_never_swallowed(context: Context) -> None:
    probe = Probe("a", problem=Findings([ERROR]))
    for expected in (False, True):
        (result,) = run(context, probe)
        assert (result.status, result.diagnostics, result.unchanged) == (
            "findings",
            (ERROR,),
            expected,
        )


def test_changed_inputs_options_code_and_outputs_run_it_again(context: Context) -> None:
    probe = Probe("a")
    run(context, probe)
    probe.digest = "2"
    run(context, probe)
    assert probe.runs == 2
    run(replace(context, options={"x": "given"}), probe)
    assert probe.runs == 3
    (context.work.root / "a").write_bytes(b"mad!")
    run(replace(context, options={"x": "given"}), probe)
    assert probe.runs == 4
    (context.work.root / "a").unlink()
    run(replace(context, options={"x": "given"}), probe)
    assert probe.runs == 5
    run(replace(context, options={"x": "given"}), probe, force=True)
    assert probe.runs == 6


def test_a_file_with_another_time_and_the_same_content_is_unchanged(context: Context) -> None:
    probe = Probe("a")
    run(context, probe)
    (context.work.root / "a").touch()
    assert run(context, probe)[0].unchanged


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'{"format": 0}', b"\xff"])
def test_a_damaged_record_is_no_record(context: Context, damage: bytes) -> None:
    probe = Probe("a")
    run(context, probe)
    (context.work.state / "a.json").write_bytes(damage)
    assert not run(context, probe)[0].unchanged
    assert probe.runs == 2


def test_a_problem_leaves_no_record(context: Context) -> None:
    probe = Probe("a")
    run(context, probe)
    probe.digest, probe.problem = "2", Problem("full")
    with pytest.raises(Problem):
        run(context, probe)
    probe.digest, probe.problem = "1", None
    assert not run(context, probe)[0].unchanged


def test_after_findings_the_rest_is_skipped_unless_told(context: Context) -> None:
    bad, good = Probe("a", Result("findings", diagnostics=(ERROR,))), Probe("b")
    results = run(context, bad, good)
    assert (results[1].status, results[1].reason, good.runs) == ("skipped", "a has findings", 0)
    assert run(context, bad, good, keep_going=True)[1].status == "ok"


def test_a_dry_run_writes_nothing(context: Context) -> None:
    probe = Probe("a")
    (result,) = run(replace(context, dry_run=True), probe)
    assert result.status == "planned"
    assert not context.work.state.exists()


def test_some_stages_run_each_time(context: Context) -> None:
    probe = Probe("a", Result("ok", repeat=True))
    run(context, probe)
    run(context, probe)
    assert probe.runs == 2


def test_a_stage_comes_after_what_it_needs_each_once() -> None:
    first = Probe("a").stage
    second = replace(Probe("b").stage, needs=("a",))
    third = replace(Probe("c").stage, needs=("a", "b"))
    known = {stage.name: stage for stage in (first, second, third)}
    assert [stage.name for stage in engine.chain(third, known)] == ["a", "b", "c"]
