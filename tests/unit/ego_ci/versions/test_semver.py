"""Versions: their order, what comes next, and their spelling elsewhere."""

from __future__ import annotations

import doctest

import pytest
from ego_ci.problem import Problem
from ego_ci.versions import mapping, semver
from ego_ci.versions.mapping import FORMATS, module_suffix, spellings
from ego_ci.versions.proposal import first, following, label_of, pre_release
from ego_ci.versions.semver import Level, Version, parse
from packaging.version import Version as Pep440

ORDER = (  # https://semver.org/#spec-item-11
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.10.0",
    "2.0.0",
)


def test_the_examples_in_the_code_hold() -> None:
    for module in (semver, mapping):
        assert doctest.testmod(module).failed == 0


def test_versions_are_ordered_as_the_specification_says() -> None:
    by_text = sorted(ORDER)
    assert by_text != list(ORDER)
    assert sorted(by_text, key=lambda text: parse(text).precedence) == list(ORDER)
    assert parse("1.0.0+a").precedence == parse("1.0.0+b").precedence
    assert [str(parse(text)) for text in (*ORDER, "1.0.0-a.b+c.d")] == [*ORDER, "1.0.0-a.b+c.d"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.2",
        "v1.2.3",
        "01.2.3",
        "1.2.3-",
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3+",
        "1.2.3\n",
        "١.2.3",
    ],
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="is no version"):
        parse(text)


@pytest.mark.parametrize(
    ("last", "patch", "minor", "major"),
    [
        ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
        ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
        ("0.0.3", "0.0.4", "0.0.4", "0.1.0"),
        ("9.9.9+b", "9.9.10", "9.10.0", "10.0.0"),
    ],
)
def test_the_next_version(last: str, patch: str, minor: str, major: str) -> None:
    levels = (Level.PATCH, Level.MINOR, Level.MAJOR)
    assert [str(parse(last).next(level)) for level in levels] == [patch, minor, major]
    assert parse(last).next(Level.NONE) == parse(last)


@pytest.mark.parametrize(
    ("text", "python", "maven", "composer"),
    [
        ("1.3.0", "1.3.0", "1.3.0", "1.3.0"),
        ("1.3.0-alpha", "1.3.0a0", "1.3.0-alpha", "1.3.0-alpha"),
        ("1.3.0-beta.2", "1.3.0b2", "1.3.0-beta-2", "1.3.0-beta2"),
        ("1.3.0-rc.10", "1.3.0rc10", "1.3.0-rc-10", "1.3.0-RC10"),
        (
            "1.3.0-mr.42.0a1b2c3d",
            "1.3.0.dev0+mr.42.0a1b2c3d",
            "1.3.0-alpha-mr.42.0a1b2c3d",
            "dev-1.3.0-mr.42.0a1b2c3d",
        ),
    ],
)
def test_one_version_in_every_spelling(text: str, python: str, maven: str, composer: str) -> None:
    assert spellings(parse(text)) == {
        "python": python,
        "npm": text,
        "maven": maven,
        "go": f"v{text}",
        "composer": composer,
    }


def test_a_pre_release_is_older_than_its_release_in_python_too() -> None:
    spell = FORMATS["python"]
    spelled = [
        Pep440(spell(parse(f"1.3.0{pre}"))) for pre in ("-mr.1.abcdef12", "-alpha.1", "-rc.1", "")
    ]
    assert spelled == sorted(spelled)


def test_a_module_of_go_says_its_major_version_from_2_on() -> None:
    found = [module_suffix(parse(text)) for text in ("0.9.0", "1.9.9", "2.0.0", "10.1.0")]
    assert found == ["", "", "/v2", "/v10"]


def test_what_did_not_change_is_not_released_again() -> None:
    last = Version(1, 2, 0)
    same = following(last, (), (), since="v1.2.0")
    assert pre_release(same, "mr.1.abc").version == last
    edited = following(last, (), ("buf.yaml",), since="v1.2.0")
    assert (str(edited.version), edited.note) == ("1.2.1", "1 other change since v1.2.0")
    assert edited.reasons[0].text == "buf.yaml changed, and nothing that callers see"
    assert str(pre_release(edited, "rc.1").version) == "1.2.1-rc.1"
    assert str(pre_release(first(last, "no tag"), "rc.1").version) == "1.2.0-rc.1"


@pytest.mark.parametrize(
    ("commit", "label"),
    [
        ("0a1b2c3d" + "0" * 32, "mr.7.0a1b2c3d"),
        ("0123456789" + "a" * 30, "mr.7.0123456789a"),
        ("1" * 40, "mr.7.g11111111"),
        ("", "mr.7"),
    ],
)
def test_the_label_of_a_merge_request_is_one_of_semver(commit: str, label: str) -> None:
    assert label_of({"CI_MERGE_REQUEST_IID": "7"}, commit) == label
    assert parse(f"1.0.0-{label}").pre == label
    assert label_of({}, commit) == ""
