"""The parameter string."""

from __future__ import annotations

import pytest

from protoc_gen_ego.options import Options, Target, parse
from protoc_gen_ego.outputs import TARGETS


def test_nothing_said_means_errors_for_python_with_a_vendored_runtime() -> None:
    options, problems = parse("", TARGETS)
    assert problems == []
    assert options == Options()
    assert options.target == (Target("errors", "python"),)


def test_targets_are_joined_by_plus() -> None:
    options, problems = parse("target=errors:python+catalog:json,identity=aip,strict", TARGETS)
    assert problems == []
    assert options.target == (Target("catalog", "json"), Target("errors", "python"))
    assert options.identity == "aip"
    assert options.strict


@pytest.mark.parametrize(
    ("parameter", "rule", "says"),
    [
        ("tarket=errors:python", "OPTION_UNKNOWN", "did you mean target?"),
        (
            "zzz",
            "OPTION_UNKNOWN",
            "allowed: existing, identity, runtime, strict, target, templates",
        ),
        ("target=errors:pyton", "TARGET_UNKNOWN", "did you mean errors:python?"),
        ("target=", "TARGET_UNKNOWN", "allowed: "),
        ("target=errors:python+x", "TARGET_UNKNOWN", "catalog:json"),
        ("identity=aipp", "OPTION_VALUE", "did you mean aip? allowed: aip, ego"),
        ("strict=yes", "OPTION_VALUE", "allowed: false, true"),
        ("strict=TRUE", "OPTION_VALUE", "did you mean true?"),
        ("identity=AIP", "OPTION_VALUE", "did you mean aip?"),
        ("runtime=a b", "OPTION_VALUE", "import path"),
        ("runtime=../x", "OPTION_VALUE", "import path"),
        ("templates=", "OPTION_VALUE", "templates=DIR"),
        ("strict,strict", "OPTION_REPEATED", "twice"),
    ],
)
def test_what_is_not_understood_is_a_diagnostic(parameter: str, rule: str, says: str) -> None:
    _, [problem] = parse(parameter, TARGETS)
    assert problem.rule == rule
    assert says in str(problem)


def test_all_mistakes_are_reported_at_once() -> None:
    assert len(parse("a=1,identity=x,target=y+z", TARGETS)[1]) == 4
