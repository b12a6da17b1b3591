"""The examples in the runtime's docstrings, and the sentences that they refer to."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest

from tests.protos import ROOT
from tests.runtime_python.conftest import RUNTIME

MODULES = sorted(path.stem for path in (RUNTIME / "egoerrors").glob("[a-z]*.py"))


def test_the_examples_in_docstrings_hold() -> None:
    tried = 0
    for name in MODULES:
        result = doctest.testmod(importlib.import_module(f"egoerrors.{name}"))
        assert result.failed == 0, name
        tried += result.attempted
    assert tried >= 5


@pytest.mark.parametrize("name", MODULES)
def test_each_sentence_of_the_contract_that_is_named_exists(name: str) -> None:
    sections = re.split(
        r"^## ([A-Z])\. ", (ROOT / "docs" / "error-contract.md").read_text(), flags=re.M
    )
    sentences = {
        f"{letter}{number}"
        for letter, text in zip(sections[1::2], sections[2::2], strict=True)
        for number in re.findall(r"^(\d+)\. ", text, flags=re.M)
    }
    source = " ".join((RUNTIME / "egoerrors" / f"{name}.py").read_text().split())
    named = {
        sentence
        for group in re.findall(r"contract ((?:[A-Z]\d+(?:, | to | and )?)+)", source)
        for sentence in re.findall(r"[A-Z]\d+", group)
    }
    assert named <= sentences
