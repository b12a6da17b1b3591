"""Every language's testee gives the answers of the vectors, and survives hostile inputs."""

from __future__ import annotations

import pytest

from tests.conformance import hostile
from tests.conformance.agreement import ask_all
from tests.conformance.suite import run_vectors
from tests.conformance.testee import languages
from tests.conformance.vectors import load

CASES = load()
HOSTILE_INPUTS = 2000  # `make conformance ARGS="--random 20000"` asks more


def test_python_is_always_among_the_languages() -> None:
    assert "python" in languages()


@pytest.mark.parametrize("language", languages())
def test_language_answers_every_vector_as_written(language: str) -> None:
    result = run_vectors(language, CASES)
    assert not result.broken, result.broken
    assert not result.failures, "\n".join(
        f"{title}: {problem}" for title, found in result.failures.items() for problem in found
    )
    assert sum(result.passed.values()) == len(CASES)


@pytest.mark.parametrize("language", languages())
def test_language_answers_hostile_inputs_as_python_does(language: str) -> None:
    lines = list(hostile.lines(2026, HOSTILE_INPUTS))
    answered = 0
    for one in ask_all(tuple(dict.fromkeys(["python", language])), lines):
        assert not one.differing, one.report()
        for name, answer in one.answers.items():
            assert hostile.judge(one.line, answer) == [], f"{name}: {one.report()}"
        answered += 1
    assert answered == HOSTILE_INPUTS
