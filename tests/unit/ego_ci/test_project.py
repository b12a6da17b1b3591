"""ego.yaml in, a project or findings at their lines out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ego_ci import reference
from ego_ci.problem import Problem
from ego_ci.project import InvalidProject, Project, find, load

ROOT = Path(__file__).parents[3]


WRONG: dict[str | bytes, str] = {
    "": "1:1: error: CONFIG: `name` is missing; for example `name: acme-shop`",
    "name: a\nlanguage: [python]": "2:1: error: CONFIG: unknown setting `language`; did you mean `languages`?",
    "name: a\npython:\n  pakage: x": "3:3: error: CONFIG: unknown setting `python.pakage`; did you mean `package`?",
    "name: a\nqqq: 1": "2:1: error: CONFIG: unknown setting `qqq`; allowed: name, version",
    "name: a\nversion: 1.0": '2:10: error: CONFIG: `version` must be text, and is a number; write it in quotes: "1.0"',
    "name: a\nversion: 1.0.0.0": '2:10: error: CONFIG: `version`: "1.0.0.0" is not a version such as',
    "name: a\nlanguages: python": "2:12: error: CONFIG: `languages` must be a list, and is text; for example",
    "name: a\nlanguages: [pyton]": '2:13: error: CONFIG: `languages`: "pyton" is not allowed; did you mean `python`?',
    "name: a\nlanguages: [python, python]": '2:21: error: CONFIG: `languages`: "python" stands there twice',
    "name: a\nerrors: {strict: 1}": "2:18: error: CONFIG: `errors.strict` must be true or false, and is a number",
    "name: a\nerrors: {identity: other}": '"other" is not allowed; allowed: ego, aip',
    "name: a\nerrors: nothing": "2:9: error: CONFIG: `errors` must be a mapping (`key: value` lines), and is text",
    "name: a\nerrors: {identity: AIP}": '2:20: error: CONFIG: `errors.identity`: "AIP" is not allowed; '
    "did you mean `aip`?",
    "name: a\nErrors: {strict: true}": "2:1: error: CONFIG: unknown setting `Errors`; did you mean `errors`?",
    "name: a\nname: b": "2:1: error: CONFIG: `name` stands there twice; first in line 1",
    "name: A b": '1:7: error: CONFIG: `name`: "A b" is not a name of lower-case letters',
    "name: a\noutput: .": '`output`: "." would be the repository itself',
    "name: a\noutput: x/..": '`output`: "x/.." would be the repository itself',
    "name: a\noutput: /": '`output`: "/" would be the repository itself',
    "name: a\npaths: [../x]": '2:9: error: CONFIG: `paths`: "../x" leaves the repository',
    "name: a\npython: {package: class}": '"class" is not a Python identifier',
    "name: a\npython: {package: json}": '"json" is taken by Python or by a runtime',
    "name: a\nbreaking: {against: -x}": '"-x" is not merge-base, release, none or a git ref',
    "name: a\nrepository: https://me:secret@host/x": '"https://***@host/x" is not an http(s) address without',
    "name: a\nrepository: https://host/<x>": '"https://host/<x>" is not an http(s) address without',
    "name: a\nregistries: {x: {type: ftp}}": '`registries.x.type`: "ftp" is not allowed; allowed: local',
    "name: a\nregistries: [x]": "`registries` must be a mapping",
    "- a\n": "1:1: error: CONFIG: `the document` must be a mapping",
    "name: [a\n": "2:1: error: CONFIG: while parsing a flow sequence expected ',' or ']'",
    "name: a\n\tversion: 1": "2:1: error: CONFIG: while scanning for the next token found character",
    "name: a\n---\nname: b": "2:1: error: CONFIG: expected a single document",
    "? [a]\n: b\nname: a": "1:3: error: CONFIG: a key must be text",
    "name: !!python/object/apply:os.system [x]": "`name` must be text, and is a list",
    "name: &a [*a]": "`name` must be text, and is a list",
    b"name: a\nversion: \xff": "2:1: error: CONFIG: the file is not UTF-8",
    b"name: a\x00": "the character U+0000 is not allowed",
}


def project(folder: Path, text: str | bytes) -> Project:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    (folder / "ego.yaml").write_bytes(data)
    return load(folder / "ego.yaml")


def findings(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(InvalidProject) as caught:
        project(folder, text)
    return [str(item) for item in caught.value.diagnostics]


def test_a_name_is_enough_and_every_other_value_has_a_default(tmp_path: Path) -> None:
    found = project(tmp_path, "name: acme-shop\n")
    assert (found.name, found.version, found.languages) == ("acme-shop", "0.1.0", ("python",))
    assert (found.python.distribution, found.python.package) == (
        "acme-shop-client",
        "acme_shop_client",
    )
    assert found.output == tmp_path / "build/ego"
    assert {name: entry.path for name, entry in found.registries.items()} == {
        "local": tmp_path / "build/ego/registry"
    }


def test_a_client_is_not_called_client_twice(tmp_path: Path) -> None:
    assert project(tmp_path, "name: shop-client").python.distribution == "shop-client"


def test_package_follows_the_distribution(tmp_path: Path) -> None:
    found = project(tmp_path, "name: a\npython: {distribution: Acme.Shop-api}")
    assert found.python.package == "acme_shop_api"


def test_licence_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "LICENSE.md").touch()
    assert project(tmp_path, "name: a").license_file == "LICENSE.md"


def test_the_effective_configuration_is_a_valid_ego_yaml_and_says_the_same(tmp_path: Path) -> None:
    first = project(tmp_path, "name: a\nregistries: {x: {path: ../shared}}\nlint: {add: []}")
    again = project(tmp_path, reference.as_yaml(first))
    assert again == first
    assert yaml.safe_load(reference.as_yaml(first))["registries"]["x"]["type"] == "local"


@pytest.mark.parametrize(("text", "expected"), WRONG.items())
def test_what_is_wrong_is_said_at_its_line(
    tmp_path: Path, text: str | bytes, expected: str
) -> None:
    told = findings(tmp_path, text)
    assert len(told) == 1, told
    assert told[0].startswith("ego.yaml:")
    assert expected in told[0]


def test_a_path_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "proto").mkdir()
    told = findings(tmp_path, "name: a\npaths: [proto, typo]\nexclude:\n  - gone\n")
    assert told == [
        'ego.yaml:2:16: error: CONFIG: `paths`: "typo" does not exist',
        'ego.yaml:4:5: error: CONFIG: `exclude`: "gone" does not exist',
    ]


def test_a_licence_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    told = findings(tmp_path, "name: a\nlicense_file: LICENCE\n")
    assert told == ['ego.yaml:2:15: error: CONFIG: `license_file`: "LICENCE" does not exist']


@pytest.mark.parametrize(
    ("registry", "brace", "known"),
    [
        ("{type: go, url: 'https://a.b/{modul}.git'}", "{modul}", "{module}, {name}"),
        ("{type: go, url: 'https://a.b/{}'}", "{}", "{module}, {name}"),
        ("{type: php-git, url: 'git@a.b:{module}'}", "{module}", "{vendor}, {name}"),
        ("{type: npm, url: 'https://a.b/${NPM}/'}", "{NPM}", "none"),
        ("{type: pypi, url: 'https://a.b/', index: 'https://a.b/{name}/'}", "{name}", "none"),
        ("\n    type: maven\n    url: https://a.b/x}", "}", "none"),
    ],
)
def test_a_placeholder_that_nothing_fills_in_is_an_error_at_its_place(
    tmp_path: Path, registry: str, brace: str, known: str
) -> None:
    text = f"name: a\nregistries:\n  x: {registry}\n"
    [told] = findings(tmp_path, text)
    before = text[: text.index(brace)].split("\n")
    assert told.startswith(f"ego.yaml:{len(before)}:{len(before[-1]) + 1}: error: CONFIG: ")
    assert told.endswith(f"nothing fills in {brace}; known here: {known}")


def test_a_text_that_is_not_written_as_it_reads_is_found_at_its_beginning(tmp_path: Path) -> None:
    [told] = findings(tmp_path, 'name: a\nregistries: {x: {url: "https://a.b/\\x7by"}}\n')
    assert told.startswith("ego.yaml:2:23: error: CONFIG: ")


def test_the_placeholders_of_a_type_are_no_error(tmp_path: Path) -> None:
    known = "{x: {type: go, url: 'https://a.b/{module}/{name}'}, y: {type: php-git, url: 'ssh://a.b/{vendor}/{name}'}}"
    assert project(tmp_path, f"name: a\nregistries: {known}\n").registries["x"].type == "go"


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    told = findings(tmp_path, "version: 1\nlanguages: [zz, lisp]\nfoo: 1\n")
    assert [re.match(r"ego.yaml:\d+:\d+", line)[0] for line in told] == [  # type: ignore[index]
        "ego.yaml:1:10",
        "ego.yaml:2:13",
        "ego.yaml:2:17",
        "ego.yaml:3:1",
        "ego.yaml:1:1",
    ]


def test_deep_nesting_is_an_error_and_no_crash(tmp_path: Path) -> None:
    assert "nested too deeply" in findings(tmp_path, "[" * 100_000)[0]


def test_the_nearest_file_above_is_taken(tmp_path: Path) -> None:
    project(tmp_path, "name: a")
    (tmp_path / "x/y").mkdir(parents=True)
    assert find(tmp_path / "x/y") == tmp_path / "ego.yaml"
    with pytest.raises(Problem, match="ego init"):
        find(Path("/"))


def test_the_reference_page_is_the_table() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert page == reference.page(), "run: ego config --reference > docs/configuration.md"


def test_the_page_has_every_setting_of_the_effective_configuration(tmp_path: Path) -> None:
    effective = reference.effective(project(tmp_path, "name: a"))
    page = reference.page()
    for key, value in effective.items():
        names = [f"{key}.{inner}" for inner in value] if isinstance(value, dict) else [key]
        wanted = ["registries", "registries.NAME.path"] if key == "registries" else names
        assert [name for name in wanted if f"### `{name}`" not in page] == []


def test_an_output_folder_that_holds_the_repository_is_refused(tmp_path: Path) -> None:
    [found] = findings(tmp_path, f"name: a\noutput: ../../{tmp_path.parent.name}")
    assert "2:9: error: CONFIG: `output`" in found
    assert "holds the repository" in found


def test_an_output_folder_beside_the_repository_is_not_excluded_from_it(tmp_path: Path) -> None:
    found = project(tmp_path, "name: a\noutput: ../out")
    assert (found.output, found.exclude) == (tmp_path.parent / "out", ())
