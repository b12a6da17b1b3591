"""Every language's testee gives the answers of the vectors, and survives hostile inputs."""

from __future__ import annotations

import os

import pytest

from tests.conformance import hostile
from tests.conformance.agreement import ask_all
from tests.conformance.suite import run_vectors
from tests.conformance.testee import languages
from tests.conformance.vectors import load

CASES = load()
# `make conformance` asks 20,000; a merge request asks fewer, of every pair with Python.
HOSTILE_INPUTS = 20_000 if os.environ.get("EGO_NIGHTLY") == "1" else 2_000


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
