"""The component is one file, and its inputs are typed."""

from __future__ import annotations

import pytest
from ego_ci.plan import component
from ego_ci.problem import Problem

from tests.protos import ROOT


def test_the_component_is_the_includable_pipeline() -> None:
    """One source: `make regenerate` copies it."""
    source = (ROOT / "ci" / "gitlab" / "pipeline.yml").read_text(encoding="utf-8")
    assert component.text() == source


def test_inputs_are_filled_in() -> None:
    jobs = component.filled({"languages": ["go", "php"], "split": True, "max_jobs": 30})
    assert jobs["ego-build"]["parallel"]["matrix"] == [{"LANGUAGE": ["go", "php"]}]
    assert jobs["ego-build"]["rules"][0]["if"] == '"true" == "true"'
    assert jobs["stages"] == ["check", "build", "docs", "publish"]
    assert "$[[" not in repr(jobs)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"nonsense": "1"}, "has no input nonsense"),
        ({"languages": "go"}, "must be a array"),
        ({"split": "yes"}, "must be a boolean"),
        ({"max_jobs": True}, "must be a number"),
        ({"registries": "a; curl evil"}, "cannot be"),
        ({"directory": '"; rm -rf /'}, "cannot be"),
        ({"base": "$(id)"}, "cannot be"),
    ],
)
def test_what_no_input_can_be_is_a_problem(given: dict[str, object], message: str) -> None:
    with pytest.raises(Problem, match=message):
        component.filled(given)


def test_inputs_of_a_command_line_have_their_types() -> None:
    found = component.parsed(["image=a=b", "split=true", "max_jobs=12"])
    assert found == {"image": "a=b", "split": True, "max_jobs": 12}


def test_references_are_resolved_as_gitlab_does() -> None:
    jobs = component.filled({})
    script = component.resolved(jobs[".ego-package"]["before_script"], jobs)
    assert script[0] == "umask 022"
    assert all(isinstance(line, str) for line in script)


def test_tokens_are_for_the_job_that_publishes_alone() -> None:
    """The environment scope is what keeps a protected tag's build jobs from seeing them."""
    jobs = component.filled({})
    scoped = {name for name, job in jobs.items() if "environment" in job}
    assert scoped == {".ego-release"}
    assert jobs[".ego-release"]["environment"] == {"name": "ego-publish", "action": "access"}
    assert [name for name, job in jobs.items() if ".ego-release" in str(job)] == ["ego-publish"]
    assert not any("TOKEN" in str(job) for job in jobs.values())
