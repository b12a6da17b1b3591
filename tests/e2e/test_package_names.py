"""Names of packages that cannot be: each finding stands in ego.yaml, where somebody can mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.ego import ego, git

PROTO = """syntax = "proto3";
package shop.v1;
message Money {
  int64 units = 1;
}
"""
SHARED = "repository: https://gitlab.example.com/acme/shop\n"


def found(folder: Path, config: str) -> list[str]:
    """`place: rule` of each finding of `ego generate`."""
    (folder / "proto" / "shop" / "v1").mkdir(parents=True)
    (folder / "proto" / "shop" / "v1" / "shop.proto").write_text(PROTO)
    (folder / "buf.yaml").write_text("version: v2\nmodules:\n  - path: proto\n")
    (folder / "ego.yaml").write_text(config)
    git(folder, "init", "-q")
    told = ego(folder, "generate")
    assert told.code == 1, told.err
    lines = re.findall(r"^(ego.yaml:\d+:\d+): (?:error|warning): (\w+)", told.out, re.MULTILINE)
    return [f"{place}: {rule}" for place, rule in lines]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("name: shop\nlanguages: [python, go]\n", "ego.yaml:2:21: GO_MODULE"),
        (
            "name: shop\nlanguages: [go]\ngo:\n  runtime: example.com/errors\n",
            "ego.yaml:4:3: GO_MODULE",
        ),
        (
            "name: shop\nlanguages: [go]\ngo: {module: example.com/shop/v2}\n",
            "ego.yaml:3:14: GO_MODULE",
        ),
        ("name: shop\nlanguages: [java]\n", "ego.yaml:2:13: JAVA_GROUP"),
        ("name: shop\nlanguages:\n  - java\njava: {artifact: shop}\n", "ego.yaml:4:7: JAVA_GROUP"),
        (
            "name: shop\nlanguages: [typescript]\nnode: {package: path}\n",
            "ego.yaml:3:17: NODE_PACKAGE_NAME",
        ),
        ("name: shop\npython: {distribution: json}\n", "ego.yaml:2:24: PYTHON_PACKAGE_NAME"),
    ],
)
def test_a_name_that_cannot_be_is_found_in_ego_yaml(
    tmp_path: Path, config: str, expected: str
) -> None:
    assert found(tmp_path, config) == [expected]


def test_what_all_packages_lack_is_said_once(tmp_path: Path) -> None:
    more = "packages:\n  - {name: a, paths: [proto/a]}\n  - {name: b, paths: [proto/shop]}\n"
    (tmp_path / "proto" / "a").mkdir(parents=True)
    (tmp_path / "proto" / "a" / "a.proto").write_text('syntax = "proto3";\npackage a;\n')
    assert found(tmp_path, f"name: shop\nlanguages: [java]\n{more}") == [
        "ego.yaml:2:13: JAVA_GROUP"
    ]


def test_a_licence_without_its_text_is_a_warning_at_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, "name: shop\nlicense: MIT\nlanguages: [java]\n") == [
        "ego.yaml:2:10: PACKAGE_LICENSE_FILE",
        "ego.yaml:3:13: JAVA_GROUP",
    ]
    (tmp_path / "COPYING").write_text("As you like.\n")
    told = ego(tmp_path, "generate", "--json")
    assert told.rules == ["JAVA_GROUP"]


CLIENT = "name: shop\nlanguages: [typescript]\n"


def test_a_message_that_typescript_cannot_have_is_found_by_ego_check(tmp_path: Path) -> None:
    found(tmp_path, f"{CLIENT}node: {{package: path}}\n")
    proto = tmp_path / "proto" / "shop" / "v1" / "shop.proto"
    proto.write_text(PROTO + "message Object {}\nenum Partial {\n  A = 0;\n}\n")
    for stage in ("check", "generate"):
        (tmp_path / "ego.yaml").write_text(CLIENT)
        told = ego(tmp_path, stage, "--json", *(["--all"] if stage == "check" else []))
        taken = [d for d in told.document["diagnostics"] if d["rule"] == "NODE_NAME_TAKEN"]
        assert [(d["path"], d["line"], d["column"]) for d in taken] == [
            ("proto/shop/v1/shop.proto", 6, 9),
            ("proto/shop/v1/shop.proto", 7, 6),
        ]
        assert {d["remedy"].partition(",")[0] for d in taken} == {"rename it"}
        (tmp_path / "ego.yaml").write_text("name: shop\nlanguages: [python]\n")
        told = ego(tmp_path, stage, "--json")
        assert "NODE_NAME_TAKEN" not in told.rules, "other languages can have these names"


def test_messages_called_as_what_javascript_has_become_a_package(tmp_path: Path) -> None:
    names = "Error Date Promise Number Set Function Symbol Record Map Array String Buffer Math BigInt Timestamp".split()
    found(tmp_path, f"{CLIENT}node: {{package: path}}\n")
    used = "\n".join(f"  {name} f{index} = {index + 1};" for index, name in enumerate(names))
    text = "".join(
        f"message {name} {{\n  string name = 1;\n  repeated {name} all = 2;\n  map<string, {name}> by = 3;\n}}\n"
        for name in names
    )
    proto = tmp_path / "proto" / "shop" / "v1" / "shop.proto"
    proto.write_text(f'syntax = "proto3";\npackage shop.v1;\n{text}message All {{\n{used}\n}}\n')
    (tmp_path / "ego.yaml").write_text(CLIENT)
    told = ego(tmp_path, "package", timeout=300)
    assert told.code == 0, told.out + told.err
